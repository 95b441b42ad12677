/** What Chromium and Node reached in turn, as plain data and as Markdown. Pure. */
import type { Machine } from "../comparison/machine.js";
import { count, markdownTable, times } from "../comparison/markdown.js";
import { type Spread, spreadOf } from "../harness.js";
import type { Job, Visit } from "./page.js";

export interface BrowserResults {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly isQuick: boolean;
  readonly job: Job;
  readonly rounds: readonly { readonly browser: Visit; readonly node: Visit }[];
}

export function browserPage({ date, commit, machine, versions, isQuick, job, rounds }: BrowserResults): string {
  const compared = (of: (visit: Visit) => number, show: (value: number) => string): string[] => {
    const [browser, node] = [rounds.map((round) => of(round.browser)), rounds.map((round) => of(round.node))];
    const ratios = browser.map((rate, i) => rate / (node[i] as number));
    return [range(spreadOf(browser), show), range(spreadOf(node), show), times(spreadOf(ratios))];
  };
  const names = Object.keys(rounds[0]?.browser.training ?? {});
  const lines = [
    `# wasmlp in a browser, ${date}`,
    "",
    ...(isQuick ? ["**A quick run: these figures show that it runs; they are not to be quoted.**", ""] : []),
    `${machine.processor}, ${machine.cores} cores, ${machine.system}; Chromium ${versions.Chromium}, Node ${versions.Node}; commit ${commit}.`,
    "",
    `The same work in Chromium, on a cross-origin isolated page, and in Node, in turn, ${rounds.length} times, each time in a new process; a visit counts by the median of ${job.laps} laps after ${job.warmUp}. Medians of the visits (lowest … highest). \`npm run bench:browser\` makes this page.`,
    "",
    ...markdownTable([
      ["", "Chromium", "Node", "Chromium ÷ Node"],
      [
        "ceiling of one thread, GFLOP/s",
        ...compared(
          ({ ceiling }) => ceiling / 1e9,
          (value) => value.toFixed(1),
        ),
      ],
      ...names.map((name) => [
        `training ${name} ${name.endsWith(" 1") ? "thread" : "threads"}, samples/s`,
        ...compared(({ training }) => (training[name] as Spread).median, count),
      ]),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function range({ median, low, high }: Spread, show: (value: number) => string): string {
  return `${show(median)} (${show(low)} … ${show(high)})`;
}
