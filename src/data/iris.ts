/**
 * Iris: 150 flowers of three species, four lengths each, 50 flowers a species (Fisher, "The Use of Multiple
 * Measurements in Taxonomic Problems", Annals of Eugenics 7, 1936; measured by Anderson). Knows nothing of models.
 *
 * The rows are those of the UCI Machine Learning Repository (iris.data, MD5 42615765a885ddf54427f12c34a0a070, which
 * most books use). Two setosas in them differ from Fisher's table; `corrected` gives Fisher's, as scikit-learn 0.20
 * and newer and R do.
 */
import { invalidOption } from "../errors.js";
import { type Dataset, dataset, takeColumns, takeRows } from "./dataset.js";

/** Names of the columns; all in cm. */
export const irisFeatureNames = ["sepal length", "sepal width", "petal length", "petal width"] as const;
/** Label 0 first. */
export const irisClassNames = ["setosa", "versicolor", "virginica"] as const;

const WIDTH = 4;
const ROWS_PER_CLASS = 50;

/** Rows in order of class, two digits a value, in mm. */
const MILLIMETRES = `
  51351402 49301402 47321302 46311502 50361402 54391704 46341403 50341502 44291402 49311501
  54371502 48341602 48301401 43301101 58401202 57441504 54391304 51351403 57381703 51381503
  54341702 51371504 46361002 51331705 48341902 50301602 50341604 52351502 52341402 47321602
  48311602 54341504 52411501 55421402 49311501 50321202 55351302 49311501 44301302 51341502
  50351303 45231303 44321302 50351606 51381904 48301403 51381602 46321402 53371502 50331402
  70324714 64324515 69314915 55234013 65284615 57284513 63334716 49243310 66294613 52273914
  50203510 59304215 60224010 61294714 56293613 67314414 56304515 58274110 62224515 56253911
  59324818 61284013 63254915 61284712 64294313 66304414 68284814 67305017 60294515 57263510
  55243811 55243710 58273912 60275116 54304515 60344516 67314715 63234413 56304113 55254013
  55264412 61304614 58264012 50233310 56274213 57304212 57294213 62294313 51253011 57284113
  63336025 58275119 71305921 63295618 65305822 76306621 49254517 73296318 67255818 72366125
  65325120 64275319 68305521 57255020 58285124 64325323 65305518 77386722 77266923 60225015
  69325723 56284920 77286720 63274918 67335721 72326018 62284818 61304918 64285621 72305816
  74286119 79386420 64285622 63285115 61265614 77306123 63345624 64315518 60304818 69315421
  67315624 69315123 58275119 68325923 67335725 67305223 63255019 65305220 62345423 59305118
`;

/** By row: what Fisher's table has where the UCI file has 49311501 twice. */
const CORRECTED: ReadonlyMap<number, string> = new Map([
  [34, "49311502"],
  [37, "49361401"],
]);

/**
 * All 150 rows, f64 in cm, labels 0 setosa, 1 versicolor, 2 virginica.
 * @param options.corrected Fisher's rows 34 and 37 instead of UCI's. Default false.
 */
export function iris(options: { corrected?: boolean } = {}): Dataset {
  const { corrected = false } = options;
  if (typeof corrected !== "boolean") throw invalidOption("corrected", "true or false", corrected);
  const rows = MILLIMETRES.trim().split(/\s+/);
  if (corrected) for (const [row, text] of CORRECTED) rows[row] = text;
  const features = Float64Array.from(rows.join("").match(/../g) ?? [], (digits) => Number(digits) / 10);
  const labels = rows.map((_, row) => Math.floor(row / ROWS_PER_CLASS));
  return dataset({ features, width: WIDTH, labels });
}

/**
 * What chapter 2 of Raschka, Liu, Mirjalili (2022) learns from: the 50 setosas (label 0) and 50 versicolors (label 1),
 * sepal length and petal length. A line separates them.
 */
export function chapterIris(): Dataset {
  const rows = Uint32Array.from({ length: 2 * ROWS_PER_CLASS }, (_, row) => row);
  return { ...takeColumns(takeRows(iris(), rows), [0, 2]), classes: 2 };
}
