/** What the browser test keeps and reads on a page. */

type Library = typeof import("../../src/browser/entry.js");
type Mlp = InstanceType<Library["Mlp"]>;

const digest = async (bytes: Uint8Array): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource))].join();

const modelOf = ({ Mlp }: Library, seed: number): Mlp =>
  new Mlp({ inputs: 3, layers: [{ units: 2, activation: "softmax" }], loss: "crossEntropy", seed });

const errorOf = async (act: () => unknown): Promise<string> => {
  try {
    await act();
    return "no error";
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
};

/** Keeps three models, one of them twice; reads them back; lets one go. */
export async function keepModels(library: Library): Promise<object> {
  const { deleteModel, listModels, loadModel, saveModel, serializeModel } = library;
  const before = await listModels();
  for (const [name, seed] of [
    ["b", 1],
    ["a", 2],
    ["b", 3],
    ["c/ d", 4],
  ] as const)
    await saveModel(modelOf(library, seed), name);
  const names = await listModels();
  const isSame: boolean[] = [];
  for (const [name, seed] of [
    ["b", 3],
    ["a", 2],
    ["c/ d", 4],
  ] as const) {
    const [kept, own] = [await loadModel(name), modelOf(library, seed)].map(serializeModel) as [Uint8Array, Uint8Array];
    isSame.push((await digest(kept)) === (await digest(own)));
  }
  await deleteModel("a");
  const errors = [
    await errorOf(() => loadModel("a")),
    await errorOf(() => deleteModel("a")),
    await errorOf(() => saveModel(modelOf(library, 1), "")),
    await errorOf(() => loadModel("b", { backend: "reference" })),
  ];
  return { before, names, isSame, after: await listModels(), errors };
}

/** What `saveModel` says where storage is full, forbidden, taken by a newer version, not there. */
export async function storageErrors(library: Library): Promise<string[]> {
  const save = (): Promise<string> => errorOf(() => library.saveModel(modelOf(library, 1), "one"));
  const errors: string[] = [];
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...words: Parameters<typeof put>) {
    const request = put.apply(this, words);
    const { transaction } = this;
    Object.defineProperty(transaction, "error", { value: new DOMException("no room", "QuotaExceededError") });
    transaction.abort();
    return request;
  };
  errors.push(await save());
  IDBObjectStore.prototype.put = put;
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => {
    throw new DOMException("storage is off", "SecurityError");
  };
  errors.push(await save());
  IDBFactory.prototype.open = open;
  errors.push(await save());
  const newer = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open("wasmlp", 2);
    request.onsuccess = () => resolve(request.result);
  });
  errors.push(await save());
  newer.close();
  Object.defineProperty(globalThis, "indexedDB", { value: undefined });
  errors.push(await save());
  return errors;
}

/** A model as a download, read back as the file it would be. */
export async function downloadAndRead(library: Library): Promise<object> {
  const { downloadModel, readModelFile, serializeModel } = library;
  const clicked: HTMLAnchorElement[] = [];
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    clicked.push(this);
  };
  downloadModel(modelOf(library, 9), "nine.safetensors");
  const [{ href, download }] = clicked as [HTMLAnchorElement];
  const bytes = await (await fetch(href)).arrayBuffer();
  const again = await readModelFile(new File([bytes], download));
  const isSame = (await digest(serializeModel(again))) === (await digest(serializeModel(modelOf(library, 9))));
  const cut = new File([bytes.slice(0, 20)], "cut.safetensors");
  const errors = [
    await errorOf(() => readModelFile(cut)),
    await errorOf(() => readModelFile("nine.safetensors" as unknown as Blob)),
  ];
  return { download, isSame, errors };
}

/** Two IDX files in either order, one of them zipped. */
export async function readImages(library: Library): Promise<object> {
  const { imageDatasetFromFiles, serializeIdx } = library;
  const images = serializeIdx({ shape: [2, 1, 3], values: Uint8Array.of(0, 1, 2, 3, 4, 5) });
  const labels = serializeIdx({ shape: [2], values: Uint8Array.of(1, 0) });
  const zipped = new Blob([images as BlobPart]).stream().pipeThrough(new CompressionStream("gzip"));
  const files = [
    new File([labels as BlobPart], "labels"),
    new File([await new Response(zipped).blob()], "images.gz"),
  ] as const;
  const read = async (chosen: Iterable<Blob>): Promise<unknown> => {
    const { features, labels, count, width } = await imageDatasetFromFiles(chosen, { classes: 2 });
    return { features: [...features], labels: [...(labels as Uint8Array)], count, width };
  };
  const errors = [
    await errorOf(() => read(files.slice(1))),
    await errorOf(() => read([files[0], files[0]])),
    await errorOf(() => read([files[0], new File(["abc"], "abc")])),
  ];
  return { sets: [await read(files), await read([files[1], files[0]])], errors };
}
