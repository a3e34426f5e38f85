//! The machine's name, and what tells it from others.

/// The machine's name, if it has one.
#[must_use]
pub fn name() -> Option<String> {
    rustix::system::uname()
        .nodename()
        .to_str()
        .ok()
        .map(str::to_owned)
}

/// What tells this machine from every other, if the system keeps such a thing: `machine-id(5)`. A
/// virtual machine that was copied may have that of the first.
#[must_use]
pub fn id() -> Option<String> {
    let places = ["/etc/machine-id", "/var/lib/dbus/machine-id"];
    let read = |place: &&str| std::fs::read_to_string(place).ok();
    let id = places.iter().find_map(read)?.trim().to_owned();
    // Before its first start a system has none, or says that it will get one.
    (id.len() == 32).then_some(id)
}
