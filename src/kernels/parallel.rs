//! Work on disjoint chunks of slices.

/// Calls `task` with the number and the contents of each chunk of `values`, all of `length` but perhaps the last.
pub fn for_each_chunk<T: Send>(values: &mut [T], length: usize, task: impl Fn(usize, &mut [T]) + Sync) {
    for (index, chunk) in values.chunks_mut(length).enumerate() {
        task(index, chunk);
    }
}

/// The same with three slices of one length, whose chunks of the same number belong together.
pub fn for_each_chunk3<T: Send>(
    [first, second, third]: [&mut [T]; 3],
    length: usize,
    task: impl Fn(usize, [&mut [T]; 3]) + Sync,
) {
    let chunks = first.chunks_mut(length).zip(second.chunks_mut(length)).zip(third.chunks_mut(length));
    for (index, ((first, second), third)) in chunks.enumerate() {
        task(index, [first, second, third]);
    }
}
