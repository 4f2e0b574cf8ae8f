//! Work on disjoint chunks of slices, shared by as many threads as have joined.
//!
//! Which thread works on a chunk is left to chance, what is computed is not: a chunk is written by one task alone, and a sum
//! over chunks is the caller's to make, in their order. Results are therefore the same for any number of threads, and a helper
//! may join at any moment.
//!
//! Kernels last microseconds, so that helpers wait for the next one in a loop and go to sleep only when none comes.

#![allow(unsafe_code)]

use std::cell::UnsafeCell;
use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Condvar, Mutex, PoisonError};

/// Calls `task` with the number and the contents of each chunk of `values`, all of `length` but perhaps the last.
pub fn for_each_chunk<T: Send>(values: &mut [T], length: usize, task: impl Fn(usize, &mut [T]) + Sync) {
    let chunks = Chunks::new(values, length);
    for_each(chunks.count(), |index| {
        // SAFETY: `for_each` passes each number once, so that no chunk is borrowed twice.
        task(index, unsafe { chunks.get(index) });
    });
}

/// The same with three slices of one length, whose chunks of the same number belong together.
pub fn for_each_chunk3<T: Send>(values: [&mut [T]; 3], length: usize, task: impl Fn(usize, [&mut [T]; 3]) + Sync) {
    let chunks = values.map(|values| Chunks::new(values, length));
    for_each(chunks[0].count(), |index| {
        // SAFETY: `for_each` passes each number once, so that no chunk is borrowed twice.
        task(index, chunks.each_ref().map(|chunks| unsafe { chunks.get(index) }));
    });
}

/// A slice whose chunks several threads borrow, each its own.
struct Chunks<T> {
    values: *mut T,
    total: usize,
    length: usize,
}

// SAFETY: a chunk is handed to one thread at a time (see `get`), and may be sent there because `T` is `Send`.
unsafe impl<T: Send> Sync for Chunks<T> {}

impl<T> Chunks<T> {
    fn new(values: &mut [T], length: usize) -> Self {
        Self { values: values.as_mut_ptr(), total: values.len(), length }
    }

    fn count(&self) -> usize {
        self.total.div_ceil(self.length)
    }

    /// # Safety
    /// The slice is still borrowed by whoever made `self`, and nobody else has the chunk of this number.
    #[allow(clippy::mut_from_ref)]
    unsafe fn get(&self, index: usize) -> &mut [T] {
        let start = index * self.length;
        let length = self.length.min(self.total.saturating_sub(start));
        // SAFETY: start and length lie within the slice, and the caller guarantees that the chunk is borrowed once.
        unsafe { std::slice::from_raw_parts_mut(self.values.wrapping_add(start), length) }
    }
}

/// Threads that work for kernels: the caller and every helper that has joined.
pub fn thread_count() -> usize {
    1 + POOL.helpers.load(Relaxed)
}

/// Joins as a helper and works for kernels, forever.
pub fn serve() -> ! {
    POOL.helpers.fetch_add(1, Relaxed);
    loop {
        POOL.wait_for_work();
        POOL.help();
    }
}

/// Starts `count` helpers. In WebAssembly JavaScript starts them.
#[cfg(not(target_arch = "wasm32"))]
pub fn start_helpers(count: usize) {
    for _ in 0..count {
        std::thread::spawn(|| serve());
    }
}

/// Calls `task` once with each number below `count`, on all threads, and returns when every call has returned.
fn for_each(count: usize, task: impl Fn(usize) + Sync) {
    let claimed = if count > 1 { POOL.claim() } else { None };
    match claimed {
        Some(pool) => pool.run(count, &task),
        // Alone, or called from within a task, or while another thread has the helpers.
        None => (0..count).for_each(task),
    }
}

static POOL: Pool = Pool {
    busy: AtomicBool::new(false),
    work: UnsafeCell::new(None),
    next: AtomicUsize::new(0),
    entrance: AtomicUsize::new(0),
    panicked: AtomicBool::new(false),
    helpers: AtomicUsize::new(0),
    sleepers: AtomicUsize::new(0),
    bed: Mutex::new(()),
    alarm: Condvar::new(),
};

/// Set in [`Pool::entrance`] while there is work.
const OPEN: usize = 1 << (usize::BITS - 1);

/// How often a helper looks for work before it sleeps: about half a millisecond, longer than candle takes between two kernels
/// at width 32. Miri, which interprets, gets to the sleep sooner.
const LOOKS: usize = if cfg!(miri) { 16 } else { 1 << 19 };

struct Pool {
    /// Whether some thread has the helpers.
    busy: AtomicBool,
    /// The work, written by the thread that has the helpers while the entrance is closed and nobody is inside.
    work: UnsafeCell<Option<Work>>,
    /// The number of the next task.
    next: AtomicUsize,
    /// How many helpers are inside, and [`OPEN`].
    entrance: AtomicUsize,
    /// Whether a task has panicked on a helper.
    panicked: AtomicBool,
    /// How many helpers have joined.
    helpers: AtomicUsize,
    /// How many of them sleep.
    sleepers: AtomicUsize,
    bed: Mutex<()>,
    alarm: Condvar,
}

// SAFETY: `work` is written by one thread (`busy`), and only while no helper is inside to read it (`entrance`).
unsafe impl Sync for Pool {}

/// Tasks to be called, with the type of the task erased.
#[derive(Clone, Copy)]
struct Work {
    task: *const (),
    /// Calls the task with a number.
    call: unsafe fn(*const (), usize),
    count: usize,
}

impl Pool {
    /// The helpers, if there are any and nobody has them.
    fn claim(&self) -> Option<Claimed<'_>> {
        let free = self.helpers.load(Relaxed) > 0 && !self.busy.swap(true, Acquire);
        // Lazily: a `Claimed` that is dropped gives the helpers back.
        free.then(|| Claimed(self))
    }

    /// Calls tasks until none is left.
    fn work_off(&self, count: usize, task: impl Fn(usize)) {
        loop {
            let index = self.next.fetch_add(1, Relaxed);
            if index >= count {
                return;
            }
            task(index);
        }
    }

    /// Enters if there is work, and works until it is done.
    fn help(&self) {
        if self.entrance.fetch_add(1, Acquire) & OPEN != 0 {
            // SAFETY: inside an open entrance the work stands and its task is borrowed until this helper has left.
            let work = unsafe { *self.work.get() };
            if let Some(Work { task, call, count }) = work {
                // SAFETY: `run` stored the function that belongs to the type of the task.
                let work_off = || self.work_off(count, |index| unsafe { call(task, index) });
                if catch_unwind(AssertUnwindSafe(work_off)).is_err() {
                    self.panicked.store(true, Relaxed);
                }
            }
        }
        self.entrance.fetch_sub(1, Release);
    }

    fn is_open(&self) -> bool {
        self.entrance.load(SeqCst) & OPEN != 0
    }

    /// Returns when there is, or perhaps is, work.
    fn wait_for_work(&self) {
        for _ in 0..LOOKS {
            if self.is_open() {
                return;
            }
            spin_loop();
        }
        let bed = self.bed.lock().unwrap_or_else(PoisonError::into_inner);
        // Counted before the last look: `run` opens before it counts, so that one of the two sees the other.
        self.sleepers.fetch_add(1, SeqCst);
        if !self.is_open() {
            drop(self.alarm.wait(bed));
        }
        self.sleepers.fetch_sub(1, SeqCst);
    }
}

/// The helpers, in the hands of one thread until dropped.
struct Claimed<'a>(&'a Pool);

impl Claimed<'_> {
    /// Shares the tasks with the helpers.
    fn run<T: Fn(usize) + Sync>(&self, count: usize, task: &T) {
        /// # Safety
        /// `task` points to a `T`.
        unsafe fn call<T: Fn(usize)>(task: *const (), index: usize) {
            // SAFETY: the caller guarantees the type.
            unsafe { (*task.cast::<T>())(index) }
        }
        let pool = self.0;
        // SAFETY: the entrance is closed and nobody is inside: the last call of `run` waited for that.
        unsafe { *pool.work.get() = Some(Work { task: std::ptr::from_ref(task).cast(), call: call::<T>, count }) };
        pool.next.store(0, Relaxed);
        {
            // Closes when dropped, also by a panic, so that no helper outlives the borrow of the task.
            let _open = Opened::new(pool);
            pool.work_off(count, task);
        }
        assert!(!pool.panicked.swap(false, Relaxed), "a task panicked on a helper thread");
    }
}

impl Drop for Claimed<'_> {
    fn drop(&mut self) {
        self.0.busy.store(false, Release);
    }
}

/// The entrance while it is open.
struct Opened<'a>(&'a Pool);

impl<'a> Opened<'a> {
    fn new(pool: &'a Pool) -> Self {
        pool.entrance.fetch_or(OPEN, SeqCst);
        if pool.sleepers.load(SeqCst) > 0 {
            let _bed = pool.bed.lock().unwrap_or_else(PoisonError::into_inner);
            pool.alarm.notify_all();
        }
        Self(pool)
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        self.0.entrance.fetch_and(!OPEN, Relaxed);
        while self.0.entrance.load(Acquire) != 0 {
            spin_loop();
        }
    }
}
