//! Calls in the record: from when somebody is there in one until it ends, or they leave.

use std::time::Duration;

use super::Engine;
use super::record::Happened;

impl Engine {
    /// Notices that a call began or ended.
    pub(super) fn note_call(&mut self) {
        if self.state.facts.in_call() && self.state.present() {
            self.state.call_since.get_or_insert(self.now.boot);
            return;
        }
        let end = if self.state.present() {
            self.now.boot
        } else {
            self.state.ledger.current().from
        };
        self.end_call_at(end);
    }

    /// Writes the call that runs down, if there is one.
    pub(super) fn end_call_at(&mut self, end: Duration) {
        let Some(since) = self.state.call_since.take() else {
            return;
        };
        let seconds = end.saturating_sub(since).as_secs();
        if seconds > 0 {
            self.write(since, Happened::Call { seconds });
        }
    }
}
