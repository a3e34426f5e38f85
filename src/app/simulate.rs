//! `soleus simulate`: a script or a trace in, everything the engine would have done out.

use std::fs;
use std::io::Write;
use std::process::ExitCode;

use super::trace::TraceLine;
use crate::cli::args::{Common, SimulateArgs};
use crate::engine::Engine;
use crate::script::{Run, effects, rules_of};

/// Exit code 2: not understood.
const NOT_UNDERSTOOD: u8 = 2;

/// Runs a script or replays a trace, and prints both with the engine's answers.
#[must_use]
pub fn simulate(_common: &Common, args: &SimulateArgs) -> ExitCode {
    let path = args.script.display();
    let text = match fs::read_to_string(&args.script) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path} cannot be read: {error}.");
            return ExitCode::FAILURE;
        }
    };
    let told = if text.trim_start().starts_with('{') {
        replay(&text)
    } else {
        play(&text)
    };
    match told {
        Ok(lines) => {
            // A reader that went away does not want the rest.
            let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("{path}: {words}");
            ExitCode::from(NOT_UNDERSTOOD)
        }
    }
}

fn play(script: &str) -> Result<Vec<String>, String> {
    let mut run = Run::new(&rules_of)?;
    let steps = run.script(script).map_err(|error| error.to_string())?;
    Ok(steps
        .into_iter()
        .flat_map(|step| [step.line].into_iter().chain(step.trace))
        .collect())
}

fn replay(trace: &str) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    let mut engine: Option<Engine> = None;
    for (index, line) in trace
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let told = serde_json::from_str(line)
            .map_err(|error| format!("line {} is not a line of a trace: {error}", index + 1))?;
        match (told, &mut engine) {
            (TraceLine::Begin { rules, snapshot }, _) => {
                engine = Some(Engine::restore(*rules, *snapshot));
            }
            (TraceLine::Told { now, input }, Some(engine)) => {
                let words = serde_json::to_string(&input).map_err(|error| error.to_string())?;
                lines.push(format!("{} {words}", now.wall.format("%H:%M:%S")));
                let done = effects(&engine.handle(now, *input));
                lines.extend(done.into_iter().map(|effect| format!("=> {effect}")));
            }
            (TraceLine::Told { .. }, None) => {
                return Err("the trace has no beginning; its first line is missing".to_owned());
            }
        }
    }
    Ok(lines)
}
