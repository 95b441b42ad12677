/** The images a run learns from, by name from beside the page; `own/` reads the user's own. Runs in the worker. */
import { type Dataset, fashionMnist, mnist } from "wasmlp";

export interface DigitsData {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
  readonly height: number;
  readonly width: number;
  readonly classNames: readonly string[];
}

const FOLDERS = { mnist: "mnist", fashion: "fashion-mnist" } as const;

/** MNIST or Fashion-MNIST in the chapter's split, from a folder of this site, else from a public mirror. */
export async function loadNamed(
  name: keyof typeof FOLDERS,
  dataUrl: string,
  onProgress: (text: string) => void,
): Promise<DigitsData> {
  const set = name === "mnist" ? mnist : fashionMnist;
  const options = {
    onProgress: ({ url, receivedBytes }: { url: string; receivedBytes: number }) =>
      onProgress(`${url.split("/").at(-1)}, ${(receivedBytes / 1e6).toFixed(1)} MB`),
  };
  const baseUrl = `${dataUrl}${FOLDERS[name]}`;
  try {
    return { ...(await set.load({ ...options, baseUrl })), height: 28, width: 28, classNames: set.classNames };
  } catch {
    onProgress("no data beside the page; asking a public mirror");
    return { ...(await set.load(options)), height: 28, width: 28, classNames: set.classNames };
  } finally {
    void keepForOffline(baseUrl);
  }
}

const NAMES = ["train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3"];

/** The files beside the page join those the service worker answers with. */
async function keepForOffline(baseUrl: string): Promise<void> {
  try {
    const cache = await caches.open("wasmlp-lab-data");
    for (const name of NAMES) {
      const url = `${baseUrl}/${name}-ubyte.gz`;
      if (!(await cache.match(url))) await cache.add(url);
    }
  } catch {
    // No caches here (no https), no room, no such files: the lab then needs its network.
  }
}

/** Pixels become −1 … 1, as in the chapter. */
export const CHAPTER_SCALING: { readonly scale: number; readonly shift: number } = { scale: 2 / 255, shift: -1 };
