//! Names what reading a note depends on besides the note: the sources of this crate and of the words it shares, the libraries, and
//! the compiler with its tables of characters. What another reader made of a note is of no use to this one.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for folder in ["src", "../model/src"] {
        println!("cargo::rerun-if-changed={folder}");
        gather(Path::new(folder), &mut files)?;
    }
    // Not there where the crate stands alone.
    files.extend(Some(PathBuf::from("../../Cargo.lock")).filter(|lock| lock.is_file()));
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        (file.as_os_str(), fs::read(&file)?).hash(&mut hasher);
    }
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(compiler).arg("-V").output()?.stdout.hash(&mut hasher);
    println!("cargo::rustc-env=HEDGEROW_READER={:016x}", hasher.finish());
    Ok(())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { gather(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
