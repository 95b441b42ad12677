/** Time that a machine busy with other things does not stretch: what this process has spent computing. */

/** Milliseconds of the processor since some time in the past. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
