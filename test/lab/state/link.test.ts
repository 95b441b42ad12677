/** The lab's settings go through a link and come back as they were; a mistake in a link costs no more than itself. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choice, flag, number, whole } from "../../../lab/src/state/fields.js";
import {
  initialSettings,
  readRoute,
  readSettings,
  type Schema,
  writeRoute,
  writeSettings,
} from "../../../lab/src/state/link.js";
import { HIDDEN_ACTIVATIONS, type HiddenLayer, hiddenLayers } from "../../../lab/src/state/network-fields.js";

interface Settings {
  loss: "mse" | "crossEntropy";
  rate: number;
  seed: number;
  isNesterov: boolean;
  layers: readonly HiddenLayer[];
}

const schema: Schema<Settings> = {
  loss: choice(["mse", "crossEntropy"], "mse"),
  rate: number(0.1, 0, 10),
  seed: whole(123, 0, 2 ** 32 - 1),
  isNesterov: flag(false),
  layers: hiddenLayers([{ units: 50, activation: "sigmoid" }], 4, 2048),
};

const anySettings: fc.Arbitrary<Settings> = fc.record({
  loss: fc.constantFrom("mse", "crossEntropy"),
  rate: fc.double({ min: 0, max: 10, noNaN: true }).map((rate) => rate + 0),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  isNesterov: fc.boolean(),
  layers: fc.array(
    fc.record({ units: fc.integer({ min: 1, max: 2048 }), activation: fc.constantFrom(...HIDDEN_ACTIVATIONS) }),
    { maxLength: 4 },
  ),
});

describe("a link", () => {
  it("holds every setting, legibly", () => {
    expect(writeSettings(schema, initialSettings(schema))).toBe(
      "loss=mse&rate=0.1&seed=123&isNesterov=0&layers=50-sigmoid",
    );
  });

  it("gives back any settings as they were, to the last bit", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const route = readRoute(writeRoute({ page: "digits", query: writeSettings(schema, settings) }));
        expect(route.page).toBe("digits");
        expect(readSettings(schema, route.query)).toEqual({ settings, problems: [] });
      }),
    );
  });

  it("names its page, with or without settings", () => {
    expect(readRoute("#plane")).toEqual({ page: "plane", query: "" });
    expect(readRoute("")).toEqual({ page: "", query: "" });
    expect(writeRoute({ page: "plane", query: "" })).toBe("#plane");
  });
});

describe("a link with mistakes", () => {
  it.each([
    ["rate=fast", "rate: expected a number from 0 to 10, got “fast”"],
    ["rate=", "rate: expected a number from 0 to 10, got “”"],
    ["rate=Infinity", "rate: expected a number from 0 to 10"],
    ["rate=-1", "rate: expected a number from 0 to 10"],
    ["seed=1.5", "seed: expected a whole number from 0 to 4294967295"],
    ["seed=99999999999999999999", "seed: expected a whole number"],
    ["loss=hinge", "loss: expected one of mse, crossEntropy"],
    ["isNesterov=yes", "isNesterov: expected 1 or 0"],
    ["layers=50", "layers: expected 0 to 4 items"],
    ["layers=50-sigmoid-3", "layers: expected 0 to 4 items"],
    ["layers=50-sigmoid,,3-relu", "layers: expected 0 to 4 items"],
    ["layers=1-relu,1-relu,1-relu,1-relu,1-relu", "layers: expected 0 to 4 items"],
    ["depth=3", "depth: this page has no such setting"],
    ["__proto__=3", "__proto__: this page has no such setting"],
    ["toString=3", "toString: this page has no such setting"],
    ["%E0%A4%A=1", "this page has no such setting"],
  ])("%s is said, and the rest holds", (query, problem) => {
    const { settings, problems } = readSettings(schema, `${query}&loss=crossEntropy`.replace(/^loss=hinge&.*/, query));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(settings).toEqual({
      ...initialSettings(schema),
      ...(query !== "loss=hinge" && { loss: "crossEntropy" }),
    });
  });
});
