/**
 * Every public function and class of "wasmlp" is called with what it does not take, at each of its doors: a WasmlpError
 * that says expected and got, within a second, and what was given stays as it was. A new export without such a call
 * fails here.
 */
import { describe, expect, it } from "vitest";
import * as wasmlp from "../../src/node/entry.js";
import { CHECKPOINT_CALLS } from "./checkpoint-functions.js";
import { DATA_CALLS } from "./data-functions.js";
import { eightRows } from "./dataset-doors.js";
import { casesOf, complaintOf, outcomeOf, tryCase } from "./doors.js";
import { EVALUATION_CALLS } from "./evaluation-functions.js";
import { FILE_CALLS } from "./file-functions.js";
import { MODEL_CALLS } from "./model-functions.js";
import { RANDOM_CALLS } from "./random-functions.js";
import { RULE_CALLS } from "./rule-functions.js";
import { SELECTION_CALLS } from "./selection-functions.js";
import { SINGLE_CALLS } from "./single-functions.js";
import { SPLIT_CALLS } from "./split-functions.js";

const CALLS = [
  ...CHECKPOINT_CALLS,
  ...DATA_CALLS,
  ...SPLIT_CALLS,
  ...RANDOM_CALLS,
  ...EVALUATION_CALLS,
  ...MODEL_CALLS,
  ...SINGLE_CALLS,
  ...RULE_CALLS,
  ...SELECTION_CALLS,
  ...FILE_CALLS,
];

/** Public names that take no arguments, or are what is thrown. */
const WITHOUT_DOORS = [
  "DivergenceError",
  "WasmlpError",
  "STALLED_RATIO",
  "chapterIris",
  "diabetes",
  "diabetesFeatureNames",
  "enableReference",
  "enableRevectorization",
  "glorotNormal",
  "glorotUniform",
  "heNormal",
  "heUniform",
  "iris",
  "irisClassNames",
  "irisFeatureNames",
  "zeros",
];

describe("the public names", () => {
  it("have each a hostile case, or no door", () => {
    const tried = new Set(CALLS.filter(({ doors }) => doors.length > 0).map(({ name }) => name.split(/[. ]/)[0]));
    const untried = Object.keys(wasmlp).filter((name) => !tried.has(name));
    expect(untried.sort()).toEqual([...WITHOUT_DOORS].sort());
  });

  it("are tried in thousands of ways, each named once a door", () => {
    const cases = CALLS.flatMap(casesOf);
    expect(cases.length).toBeGreaterThan(10_000);
  });
});

describe.each(CALLS.map((call) => [call.name, call] as const))("%s", (_name, call) => {
  it("takes what is right", async () => {
    expect(await outcomeOf(() => call.call(...(call.good() as never[])))).toMatchObject({ kind: "accepted" });
  });

  if (call.doors.length === 0) return;

  it("refuses what is not, by name", async () => {
    const complaints: string[] = [];
    for (const each of casesOf(call)) {
      const complaint = complaintOf(await tryCase(each));
      if (complaint !== undefined) complaints.push(`${each.name}: ${complaint}`);
    }
    expect(complaints).toEqual([]);
  });
});

const layers = [{ units: 2, activation: "softmax" }] as const;
const modelOptions = { inputs: 2, layers, loss: "crossEntropy", seed: 3 } as const;
const fitOptions = { epochs: 2, optimizer: wasmlp.sgd({ learningRate: 0.1 }), batchSize: 4 };

/** The weights after training with options that `wrap` has had in hand. */
async function trained(wrap: <T extends object>(options: T) => T): Promise<number[]> {
  const model = new wasmlp.Mlp(wrap({ ...modelOptions, layers: [wrap({ ...layers[0] })] }));
  const optimizer = wrap({ ...fitOptions.optimizer });
  await model.fit(wrap({ ...eightRows() }), wrap({ ...fitOptions, optimizer }));
  return model.parameters.flatMap(({ weight, bias }) => [...weight, ...bias]);
}

/** A field that says `first` when first asked, and NaN from then on. */
function changing<T extends object>(options: T, field: keyof T, first: unknown): T {
  let asked = 0;
  return Object.defineProperty({ ...options }, field, {
    enumerable: true,
    get: () => (asked++ === 0 ? first : Number.NaN),
  });
}

describe("options of an unusual make", () => {
  it("give the same weights when frozen, without a prototype, or behind a Proxy", async () => {
    const plain = await trained((options) => options);
    expect(await trained((options) => Object.freeze(options))).toEqual(plain);
    expect(await trained((options) => Object.assign(Object.create(null), options))).toEqual(plain);
    expect(await trained((options) => new Proxy(options, {}))).toEqual(plain);
  });

  it("that throw when looked at pass their own error on, and leave the model as it was", () => {
    const model = new wasmlp.Mlp(modelOptions);
    const before = model.parameters;
    const own = new Error("mine");
    const fail = (): never => {
      throw own;
    };
    const throwing = Object.defineProperty({ ...fitOptions }, "epochs", { get: fail });
    expect(() => model.fit(eightRows(), throwing)).toThrow(own);
    expect(() => model.partialFit(eightRows(), new Proxy(fitOptions, { get: fail }))).toThrow(own);
    expect(() => new wasmlp.Mlp(Object.defineProperty({ ...modelOptions }, "inputs", { get: fail }))).toThrow(own);
    expect(model.parameters).toEqual(before);
  });

  it("that change from one look to the next are taken as they were when checked", () => {
    expect(wasmlp.sgd(changing({ learningRate: 1 }, "learningRate", 0.5)).learningRate).toBe(0.5);
    const layer = changing({ ...layers[0] }, "units", 2);
    expect(new wasmlp.Mlp({ ...modelOptions, layers: [layer] }).architecture.outputs).toBe(2);
    expect(new wasmlp.Mlp(changing({ ...modelOptions }, "inputs", 2)).architecture.inputs).toBe(2);
  });

  it("with a key __proto__ change no other object", () => {
    const polluting = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    wasmlp.sgd({ learningRate: 0.1, ...polluting });
    wasmlp.parameterGrid(JSON.parse('{"__proto__":[{"polluted":true}],"units":[1]}'));
    new wasmlp.Mlp({ ...modelOptions, ...polluting });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("rows of an unusual make", () => {
  const model = new wasmlp.Mlp(modelOptions);
  const rows = Float32Array.of(0.25, -1, 2, 3);
  const outputs = [...model.predictProba(rows)];

  it("in a part of a buffer, in shared or resizable memory, or as arrays give the same outputs", () => {
    const shared = new Float32Array(new SharedArrayBuffer(16));
    shared.set(rows);
    const padded = new Float32Array([9, ...rows, 9]).subarray(1, 5);
    for (const same of [
      shared,
      padded,
      [...rows],
      [
        [0.25, -1],
        [2, 3],
      ],
      Object.freeze([...rows]),
    ])
      expect([...model.predictProba(same)]).toEqual(outputs);
  });

  it("of minus zero, subnormals and the largest f32 are taken", () => {
    expect([...model.predictProba([-0, 0])]).toEqual([...model.predictProba([0, -0])]);
    expect(model.predict([5e-324, 1e-40]).length).toBe(1);
    expect(model.predict([3.4e38, -3.4e38]).length).toBe(1);
  });

  it("of which there are none give no answers", () => {
    expect(model.predict([])).toEqual(new Uint32Array(0));
    expect(model.predictProba(new Uint8Array(0)).length).toBe(0);
  });

  it("of a file read at an odd offset, or from shared memory, make the same model", () => {
    const file = wasmlp.serializeModel(model);
    const odd = new Uint8Array(file.length + 3).subarray(3);
    odd.set(file);
    const shared = new Uint8Array(new SharedArrayBuffer(file.length));
    shared.set(file);
    for (const bytes of [odd, shared]) expect(wasmlp.parseModel(bytes).parameters).toEqual(model.parameters);
  });
});
