//! Whether the vault is on a file system that other machines write to.

use std::path::Path;

/// Returns what the file system is called, if it is such a one.
#[cfg(target_os = "linux")]
pub(super) fn name(root: &Path) -> Option<&'static str> {
    let known: [(u64, &str); 9] = [
        (0x6969, "NFS"),
        (0xFF53_4D42, "a Windows share"),
        (0xFE53_4D42, "a Windows share"),
        (0x517B, "a Windows share"),
        (0x0102_1997, "a folder shared by the host"),
        (0x786F_4256, "a folder shared by the host"),
        (0x00C3_6400, "Ceph"),
        (0x5346_414F, "AFS"),
        // Most that is mounted so is on another machine.
        (0x6573_5546, "FUSE"),
    ];
    // The type is signed on some machines and of 32 bits.
    let kind = u64::try_from(rustix::fs::statfs(root).ok()?.f_type & 0xFFFF_FFFF).ok()?;
    known.iter().find(|(magic, _)| *magic == kind).map(|(_, name)| *name)
}

/// Returns what the file system is called, if it is such a one.
#[cfg(not(target_os = "linux"))]
pub(super) fn name(_root: &Path) -> Option<&'static str> {
    None
}
