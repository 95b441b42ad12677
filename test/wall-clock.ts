/** Options of tests that hold a limit in seconds: a busy machine is late once, a defect is late each time. */
export const WALL_CLOCK = { retry: 2 };
