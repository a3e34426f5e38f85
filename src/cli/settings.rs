//! What can be typed after `soleus settings`.

use clap::Subcommand;

/// For `settings`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct SettingsArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub act: SettingsAct,
}

/// What `settings` does.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum SettingsAct {
    /// Print where the settings file is
    Path,
    /// Open the settings file in your editor, and check it when you close it
    #[command(after_help = "\
The editor is the one in VISUAL, else in EDITOR, else what the desktop opens
such a file with. A file is made if there is none. With mistakes left the exit
code is 1.

Examples:
  soleus settings edit
  EDITOR=\"code --wait\" soleus settings edit")]
    Edit,
    /// Print the value of a key, or of a section, as JSON
    #[command(after_help = "\
A key that does not stand in the file has its preset's value, else its
default.

Examples:
  soleus settings get reminders.every_minutes    30
  soleus settings get reminders                  an object with all its keys")]
    Get(KeyArgs),
    /// Set a key; everything else in the file stays as it is, comments too
    #[command(after_help = "\
What `soleus check` would call an error is refused, and the file stays as it
was. A running Soleus takes a change over at once.

Examples:
  soleus settings set reminders.every_minutes 45
  soleus settings set window.theme dark
  soleus settings set movements.avoid half-squat sit-to-stand
  soleus settings set hooks.on_due notify-send \"Up you get\"
  soleus settings set schedule '{ \"monday\": [\"09:00-12:00\", \"13:00-17:30\"] }'")]
    Set(SetArgs),
    /// Give a key the value it has by itself: the preset's, else the default
    #[command(after_help = "\
Example:
  soleus settings reset reminders.every_minutes")]
    Reset(KeyArgs),
    /// Use a preset, or none: interval, dose and movements under one name
    #[command(after_help = "\
`soleus presets` shows them all. What you chose yourself goes before the
preset.

Examples:
  soleus settings preset walk-5-60
  soleus settings preset none")]
    Preset(PresetArgs),
    /// Tell what a key does, what it accepts, and what it is now: one, a section, or all
    #[command(after_help = "\
Examples:
  soleus settings explain reminders.every_minutes
  soleus settings explain quiet
  soleus settings explain")]
    Explain(ExplainArgs),
    /// Print the JSON schema by which editors complete and check the file
    #[command(after_help = "\
It lies beside the settings file as settings.schema.json, and the file names
it.

Example:
  soleus settings schema")]
    Schema,
    /// Show what differs from the defaults
    #[command(after_help = "\
Example:
  soleus settings diff    reminders.every_minutes: 30 → 45")]
    Diff,
}

/// For `settings get` and `settings reset`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct KeyArgs {
    /// The full name of a key or, for `get`, of a section
    #[arg(value_name = "KEY")]
    pub key: String,
}

/// For `settings set`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct SetArgs {
    /// The full name of a key
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The new value, as JSON or as plain text; several words make a list
    #[arg(
        value_name = "VALUE",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub values: Vec<String>,
}

/// For `settings preset`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct PresetArgs {
    /// The id of a preset, or none
    #[arg(value_name = "ID|none")]
    pub id: String,
}

/// For `settings explain`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct ExplainArgs {
    /// A key or a section; nothing: all of them, a line each
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
}
