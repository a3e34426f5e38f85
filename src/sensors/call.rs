//! In a call: a microphone in use, told by the sound server, or a camera in use, seen by looking.

use super::fact::{Of, OnLoss};
use crate::engine::Input;
use crate::engine::input::{CallSource, Sensor};
use crate::link::Part;

/// PulseAudio, or PipeWire's server for its protocol.
pub const SOUND_SERVER: &str = "the sound server";
/// The devices, and who of this user's programs holds one open.
pub const VIDEO_DEVICES: &str = "the video devices";

pub(super) const MICROPHONE: Of = Of {
    part: Part::Microphone,
    sensor: Sensor::Microphone,
    input: |on| Input::Call {
        source: CallSource::Microphone,
        on,
    },
    on_loss: OnLoss::Forget,
    sources: &[SOUND_SERVER],
    unseen: "The sound server cannot be reached, so a call is not seen by its microphone: in a call \
             without a touch you count as away after a while. It is looked for by and by.",
};

pub(super) const CAMERA: Of = Of {
    part: Part::Camera,
    sensor: Sensor::Camera,
    input: |on| Input::Call {
        source: CallSource::Camera,
        on,
    },
    on_loss: OnLoss::Forget,
    sources: &[VIDEO_DEVICES],
    unseen: "It cannot be seen here whether a camera is in use, so a call is seen by its microphone \
             alone.",
};
