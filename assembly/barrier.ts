// Where threads wait for each other between the phases of a step.

/**
 * barrier: returns once all `parties` threads have called it.
 * state: three u32s, 0 to begin with: threads that have arrived, barriers passed, threads asleep.
 * A thread spins for `spins` turns, then sleeps; the last to arrive wakes those that sleep. Works on shared memory only:
 * sleeping traps on any other. With one party it returns at once.
 * Source: central counter barrier with a generation; ours.
 */
export function barrier(state: usize, parties: i32, spins: i32): void {
  const passed = atomic.load<i32>(state, 4);
  if (atomic.add<i32>(state, 1) == parties - 1) {
    atomic.store<i32>(state, 0);
    atomic.add<i32>(state, 1, 4);
    if (atomic.load<i32>(state, 8)) atomic.notify(state + 4, -1);
    return;
  }
  for (let turn = 0; turn < spins; turn++) {
    if (atomic.load<i32>(state, 4) != passed) return;
  }
  // A thread counts itself asleep before it looks again: the last to arrive either sees it, or has already moved on.
  atomic.add<i32>(state, 1, 8);
  while (atomic.load<i32>(state, 4) == passed) atomic.wait<i32>(state + 4, passed, -1);
  atomic.sub<i32>(state, 1, 8);
}
