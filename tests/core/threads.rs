//! Helper threads: they share the work, and change no bit of a result. Natively only: in a browser, `tests/page` has them.

use crate::support::{elements, shard, small_configuration};
use dcgan_wasm::kernels::parallel::{for_each_chunk, start_helpers, thread_count};
use dcgan_wasm::model::Network;
use dcgan_wasm::{Configuration, Trainer};
use std::collections::HashSet;
use std::sync::{Mutex, OnceLock};
use std::thread::ThreadId;
use std::time::Duration;

/// The weights after a few steps of each run, computed before any helper had joined.
static ALONE: OnceLock<Vec<Vec<Vec<f64>>>> = OnceLock::new();

/// Starts helpers, once. They cannot be dismissed, so that what is computed without them comes first.
fn with_helpers() {
    ALONE.get_or_init(|| {
        let alone = runs();
        start_helpers(3);
        while thread_count() < 4 {
            std::thread::yield_now();
        }
        alone
    });
}

/// The weights after a few steps, of a small run and of one whose sizes fill no block and no panel.
fn runs() -> Vec<Vec<Vec<f64>>> {
    // Miri would take days for them; it is shown the helpers alone.
    if cfg!(miri) {
        return Vec::new();
    }
    let odd = Configuration { batch_size: 21, base_width: 7, ..small_configuration() };
    [small_configuration(), odd].map(weights_after_steps).to_vec()
}

fn weights_after_steps(configuration: Configuration) -> Vec<Vec<f64>> {
    let mut trainer = Trainer::new(configuration, shard()).unwrap();
    for _ in 0..5 {
        trainer.step().unwrap();
    }
    let parameters = trainer.generator().parameters().into_iter().chain(trainer.discriminator().parameters());
    parameters.map(|parameter| elements(parameter.variable)).collect()
}

#[test]
fn every_chunk_is_worked_on_once_and_by_more_than_one_thread() {
    with_helpers();
    let threads = Mutex::new(HashSet::<ThreadId>::new());
    // Other tests may have the helpers at the first try.
    while threads.lock().unwrap().len() < 2 {
        let mut values = vec![0usize; 1003];
        for_each_chunk(&mut values, 10, |index, chunk| {
            threads.lock().unwrap().insert(std::thread::current().id());
            std::thread::sleep(Duration::from_micros(50));
            chunk.iter_mut().for_each(|value| *value += index + 1);
        });
        assert!(values.iter().enumerate().all(|(place, &value)| value == place / 10 + 1));
    }
}

#[test]
fn a_panic_in_a_task_reaches_the_caller_and_the_helpers_go_on() {
    with_helpers();
    let result = std::panic::catch_unwind(|| {
        for_each_chunk(&mut [0; 64], 1, |index, _| assert!(index != 40, "task 40 fails"));
    });
    assert!(result.is_err());
    let mut values = [0; 64];
    for_each_chunk(&mut values, 1, |index, value| value[0] = index);
    assert!(values.iter().enumerate().all(|(place, &value)| value == place));
}

#[test]
fn tasks_may_share_work_of_their_own() {
    with_helpers();
    let mut values = [0; 64];
    for_each_chunk(&mut values, 8, |outer, chunk| {
        for_each_chunk(chunk, 1, |inner, value| value[0] = 8 * outer + inner);
    });
    assert!(values.iter().enumerate().all(|(place, &value)| value == place));
}

#[test]
fn training_has_the_same_bits_with_and_without_helpers() {
    with_helpers();
    for _ in 0..3 {
        assert!(runs() == ALONE.get().cloned().unwrap_or_default());
    }
}
