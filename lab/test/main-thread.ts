/**
 * What the page's own thread is kept busy with: the processor time of each task, from the browser's trace, which does not
 * count what other programs on the machine take; and the tasks of more than 50 ms by the clock, as the page itself sees.
 */
import type { Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Microseconds of the thread's processor time. */
  readonly tdur?: number;
}

/** Milliseconds by the clock of each task of more than 50 ms while `use` runs. */
export async function longTasks(page: Page, use: () => Promise<void>): Promise<number[]> {
  const seen = await page.evaluateHandle(() => {
    const durations: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) durations.push(duration);
    });
    observer.observe({ type: "longtask" });
    return durations;
  });
  await use();
  return seen.jsonValue();
}

/** Milliseconds of processor time of each task of the page's thread while `use` runs, longest first. */
export async function mainThreadTasks(page: Page, use: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  const includedCategories = ["toplevel", "disabled-by-default-devtools.timeline"];
  await session.send("Tracing.start", { traceConfig: { includedCategories }, transferMode: "ReportEvents" });
  await use();
  await session.send("Tracing.end");
  await complete;
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}.${tid}`;
  const isName = ({ name, args }: TraceEvent): boolean => name === "thread_name" && args.name === "CrRendererMain";
  const mainThreads = new Set(events.filter(isName).map(threadOf));
  return events
    .filter((event) => /RunTask$/.test(event.name) && event.tdur !== undefined && mainThreads.has(threadOf(event)))
    .map((event) => (event.tdur as number) / 1000)
    .sort((a, b) => b - a);
}
