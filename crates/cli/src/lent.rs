//! Hands that are lent to rayon for a while.

use hedgerow_server::Hands;

/// Does work that spreads over threads on these hands; other jobs of theirs wait until it is done. Where that cannot be, the work is done on
/// the threads that rayon keeps for all.
pub(crate) fn lent<T: Send>(hands: &Hands, work: impl FnOnce() -> T + Send) -> T {
    let on_hands = |thread: rayon::ThreadBuilder| {
        hands.give(move || thread.run());
        Ok(())
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(hands.n_threads()).spawn_handler(on_hands).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::mpsc::channel;
    use std::thread;

    use hedgerow_server::Hands;

    use super::lent;

    /// The threads of two hands; both are at work at once.
    fn threads(hands: &Hands) -> BTreeSet<String> {
        let (told, names) = channel();
        let meet = std::sync::Arc::new(std::sync::Barrier::new(2));
        for _ in 0..2 {
            let (told, meet) = (told.clone(), meet.clone());
            hands.give(move || {
                meet.wait();
                told.send(format!("{:?}", thread::current().id())).unwrap();
            });
        }
        names.iter().take(2).collect()
    }

    #[test]
    fn work_is_done_by_the_hands_and_they_come_back() {
        let hands = Hands::new(2);
        let own = threads(&hands);
        let here = || format!("{:?}", thread::current().id());
        let (one, (other, n_threads)) = lent(&hands, || rayon::join(here, || (here(), rayon::current_num_threads())));
        assert!(own.contains(&one) && own.contains(&other), "{own:?} {one} {other}");
        assert_eq!(n_threads, 2);
        assert_eq!(threads(&hands), own, "both are free again");
    }
}
