//! Throw-away.
use hedgerow_model::*;
use hedgerow_parser::*;
use hedgerow_publish::*;
use rayon::prelude::*;
use std::sync::Arc;
use std::time::Instant;
fn walk(d: &std::path::Path, root: &std::path::Path, n: &mut Vec<(NotePath, String)>, a: &mut Vec<AssetPath>) {
    for e in std::fs::read_dir(d).unwrap().flatten() {
        let p = e.path();
        if e.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if p.is_dir() {
            walk(&p, root, n, a)
        } else {
            let r = p.strip_prefix(root).unwrap().to_str().unwrap();
            match NotePath::new(r) {
                Ok(x) => n.push((x, String::from_utf8_lossy(&std::fs::read(&p).unwrap()).into_owned())),
                Err(_) => a.push(AssetPath::new(r).unwrap()),
            }
        }
    }
}
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let root = std::path::Path::new(&root);
    let (mut n, mut a) = (vec![], vec![]);
    walk(root, root, &mut n, &mut a);
    n.sort();
    a.sort();
    let t = Instant::now();
    let notes: Vec<Arc<Note>> =
        n.into_par_iter().map(|(p, t)| Arc::new(Note::parse(p, t, FileDates::default()))).collect();
    eprintln!("parse {:?}", t.elapsed());
    let t = Instant::now();
    let o = PublishOptions {
        policy: Policy::new(if std::env::args().nth(2).is_some() { Mode::All } else { Mode::Explicit }, &[], &[], None)
            .unwrap(),
        ..Default::default()
    };
    let g = PublicGarden::grow(&Harvest { notes: &notes, assets: &a, measure: &|_| None }, &o);
    eprintln!("grow {:?} {} of {} assets {}", t.elapsed(), g.notes().len(), notes.len(), g.assets().len());
    let t = Instant::now();
    let sz: usize = g.notes().par_iter().map(|n| g.body(n.id()).html.len()).sum();
    eprintln!("render {:?} {} bytes", t.elapsed(), sz);
    if let Some(p) = std::env::args().nth(3) {
        let n = g.notes().iter().find(|n| n.path().as_str() == p).unwrap();
        println!("{}", g.body(n.id()).html);
        println!("{:#?}", n.links().iter().map(|l| (&l.raw, &l.target)).collect::<Vec<_>>());
        for b in n.backlinks() {
            println!("{} {:?}", g.note(b.source).path(), b.contexts)
        }
    }
    let missing: usize = g.notes().iter().flat_map(|n| n.links()).filter(|l| l.target == PublicTarget::Missing).count();
    eprintln!("links {} missing {}", g.notes().iter().map(|n| n.links().len()).sum::<usize>(), missing);
    for n in &notes {
        for d in n.diagnostics() {
            eprintln!("{d}")
        }
    }
}
