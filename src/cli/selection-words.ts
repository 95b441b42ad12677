/** A selection in words: for the head of its output and for its report. Pure. */
import { validateArchitecture } from "../network/architecture.js";
import { formatCount } from "./format.js";
import { describeSettings } from "./run-words.js";
import type { SelectionStart } from "./selection-outcome.js";
import { candidateOf, depthOf, type Network, unitsOf } from "./selection-settings.js";

/** Three lines: the rows, the networks, and how they are trained. */
export function describeSelection(start: SelectionStart): string[] {
  const { settings, networks, folded } = start;
  const first = validateArchitecture(candidateOf(settings, networks[0] as Network, folded).model);
  const [network, training] = describeSettings(settings, first) as [string, string];
  const compared = start.kind === "cv" ? network : describeNetworks(start);
  return [describeFolds(start), compared, `${training}, ${formatCount(networks.length * start.folds)} fits`];
}

/** `10,000 of 55,000 training rows in 5 folds` */
export function describeFolds({ folded, data, folds }: SelectionStart): string {
  const all = formatCount(data.train.count);
  const rows = folded.count === data.train.count ? all : `${formatCount(folded.count)} of ${all}`;
  return `${rows} training rows in ${folds} folds`;
}

/** `12 networks: 1, 2, 3 or 4 hidden layers of 25, 50 or 100 units, relu, loss crossEntropy` */
export function describeNetworks({ networks, settings }: SelectionStart): string {
  const depths = orList(new Set(networks.map(depthOf)));
  const units = orList(new Set(networks.map(unitsOf)));
  const noun = networks.length === 1 ? "network" : "networks";
  const layers = depths === "1" ? "hidden layer" : "hidden layers";
  return [
    `${networks.length} ${noun}: ${depths} ${layers} of ${units} units`,
    settings.activation,
    `loss ${settings.loss}`,
  ].join(", ");
}

/** `25, 50 or 100` */
function orList(values: ReadonlySet<number>): string {
  const words = Array.from(values, String);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
