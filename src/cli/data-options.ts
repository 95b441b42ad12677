/** Which data set, from where, split how: the options that several commands share, and what they load. */
import { type Command, Option } from "commander";
import type { Dataset } from "../data/dataset.js";
import type { DownloadProgress } from "../data/download.js";
import type { ImageSetLoader } from "../data/mnist.js";
import { splitDataset } from "../data/split.js";
import { invalidOption } from "../errors.js";
import type { Scaling } from "../network/first-layer.js";
import { fashionMnist, kmnist, type LoadOptions, mnist } from "../node/datasets.js";
import { formatCount } from "./format.js";
import { oneOf, path, valueOption, wholeNumber } from "./parse.js";

export type DataName = "mnist" | "fashion" | "kmnist";
export type SplitName = "chapter" | "standard";
export type PartName = "train" | "validation" | "test";

const sets: Readonly<Record<DataName, { title: string; loader: ImageSetLoader<LoadOptions> }>> = {
  mnist: { title: "MNIST", loader: mnist },
  fashion: { title: "Fashion-MNIST", loader: fashionMnist },
  kmnist: { title: "KMNIST", loader: kmnist },
};

export const dataNames = Object.keys(sets) as readonly DataName[];
export const splitNames: readonly SplitName[] = ["chapter", "standard"];

/** As the command line gives them. */
export interface DataFlags {
  data: DataName;
  dataDir?: string;
  split: SplitName;
  validationSize?: number;
}

export interface LoadedData {
  /** `MNIST, chapter split` */
  readonly title: string;
  /** Label 0 first. */
  readonly classNames: readonly string[];
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test: Dataset;
}

const group = "Data:";

export function addDataOptions(command: Command): Command {
  return command
    .addOption(
      valueOption("--data <name>", "data set", {
        group,
        choices: dataNames,
        parse: oneOf(dataNames),
        default: "mnist",
      }),
    )
    .addOption(
      valueOption("--data-dir <dir>", "read the four IDX files (plain or .gz) from here", { group, parse: path }),
    )
    .addOption(
      valueOption("--split <name>", "the chapter's 55,000/5,000/10,000 rows, or the published files", {
        group,
        choices: splitNames,
        parse: oneOf(splitNames),
        default: "chapter",
      }),
    );
}

export function addValidationOption(command: Command): Command {
  return command.addOption(
    valueOption("--validation-size <rows>", "with --split standard: rows held out of training, by class", {
      group,
      parse: wholeNumber(1),
      defaultWords: "none",
    }),
  );
}

export function addJsonOption(command: Command, description: string): Command {
  return command.addOption(new Option("--json", description).helpGroup("Output:"));
}

/** What the set calls its classes, label 0 first. */
export function classNamesOf(data: DataName): readonly string[] {
  return sets[data].loader.classNames;
}

/** @throws WasmlpError `invalid-option` for options that contradict each other. */
export function checkDataFlags({ split, validationSize }: DataFlags): void {
  if (validationSize !== undefined && split === "chapter")
    throw invalidOption("--validation-size", "--split standard beside it", "--split chapter, which has its own");
}

/**
 * Loads the set, and holds validation rows out where asked to.
 * @param seed of the rows held out
 * @throws WasmlpError as `mnist.load` does; the signal's reason when aborted.
 */
export async function loadData(
  flags: DataFlags,
  scaling: Scaling,
  seed: number,
  watch: { signal?: AbortSignal; onProgress?: (progress: DownloadProgress) => void } = {},
): Promise<LoadedData> {
  const { loader, title } = sets[flags.data];
  const options = {
    scale: scaling.scale,
    shift: scaling.shift,
    ...(flags.dataDir !== undefined && { directory: flags.dataDir }),
    ...watch,
  };
  const named = { title: `${title}, ${flags.split} split`, classNames: loader.classNames };
  if (flags.split === "chapter") return { ...named, ...(await loader.load(options)) };
  const { train, test } = await loader.load({ ...options, split: "standard" });
  if (flags.validationSize === undefined) return { ...named, train, test };
  const parts = splitDataset(train, { testSize: flags.validationSize, seed, stratify: true });
  return { ...named, train: parts.train, validation: parts.test, test };
}

/** `55,000 training, 5,000 validation, 10,000 test rows` */
export function describeRows({ train, validation, test }: LoadedData): string {
  const parts = [
    `${formatCount(train.count)} training`,
    ...(validation ? [`${formatCount(validation.count)} validation`] : []),
    `${formatCount(test.count)} test rows`,
  ];
  return parts.join(", ");
}

/** `Downloading train-images-idx3-ubyte.gz 45 %` */
export function describeDownload({ url, receivedBytes, totalBytes }: DownloadProgress): string {
  const name = url.slice(url.lastIndexOf("/") + 1);
  const amount = totalBytes
    ? `${Math.floor((100 * receivedBytes) / totalBytes)} %`
    : `${(receivedBytes / 1e6).toFixed(1)} MB`;
  return `Downloading ${name} ${amount}`;
}
