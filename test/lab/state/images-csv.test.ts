/** Images of the user's own as CSV, and the classes that files name. */
import { describe, expect, it } from "vitest";
import { readImagesCsv } from "../../../lab/src/state/digits/images-csv.js";
import { classNamesOf, classOfPath, hasFolders, labelsOf } from "../../../lab/src/state/digits/named-images.js";

const read = (text: string) => readImagesCsv(new TextEncoder().encode(text), "a.csv");

describe("images as CSV", () => {
  it("are a line each, the class first", () => {
    const { count, height, width, pixels, classes } = read("7,0,255,12,3\n2,1,2,3,4\n");
    expect([count, height, width]).toEqual([2, 2, 2]);
    expect([...pixels]).toEqual([0, 255, 12, 3, 1, 2, 3, 4]);
    expect(classes).toEqual(["7", "2"]);
  });

  it.each([
    ["a line of names", "label,p0,p1,p2,p3\n7,0,255,12,3\n"],
    ["names that are numbers", "label,0,1,2,3\n7,0,255,12,3\n"],
    ["the class last, where its name says so", "p0,p1,p2,p3,class\n0,255,12,3,7\n"],
    ["tabs", "7\t0\t255\t12\t3"],
    ["semicolons, quotes, spaces and decimals", '"7"; 0;255.0;"12";3\n'],
    ["line ends of Windows and empty lines", "7,0,255,12,3\r\n\r\n  \r\n"],
  ])("may have %s", (_, text) => {
    const { pixels, classes } = read(text);
    expect([[...pixels], classes]).toEqual([[0, 255, 12, 3], ["7"]]);
  });

  it.each([
    ["7,0,255,12\n", "the pixels of a square image, 784 of 28 × 28, got 3 after the class"],
    ["", "got 0 after the class"],
    ["7,0,255,12,3\n2,1,2,3\n", "a.csv, line 2: expected 5 values as in the first line, got 4"],
    ["7,0,255,12,3\n2,1,2,3,4,5\n", "a.csv, line 2: expected 5 values as in the first line, got 6"],
    ["label,a,b,c,d\n7,0,256,12,3\n", "a.csv, line 2: expected a whole number from 0 to 255, got “256”"],
    ["7,0,0.5,12,3\n", "got “0.5”"],
    ["7,0,-1,12,3\n", "got “-1”"],
    ["7,0,,12,3\n", "got “”"],
    [",0,1,12,3\n", "line 1: expected a class, got nothing"],
  ])("%j are refused", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe("classes", () => {
  const images = (...classes: string[]) => ({ ...read("0,1\n"), classes });

  it("that are whole numbers keep them", () => {
    const sets = [images("3", "0", "07"), images("5")];
    const names = classNamesOf(sets);
    expect(names).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
    expect([...labelsOf(sets[0] as (typeof sets)[0], names)]).toEqual([3, 0, 7]);
  });

  it("with other names are numbered in the order of their letters, over all sets", () => {
    const sets = [images("b", "a", "b"), images("c", "10")];
    const names = classNamesOf(sets);
    expect(names).toEqual(["10", "a", "b", "c"]);
    expect(sets.map((set) => [...labelsOf(set, names)])).toEqual([
      [2, 1, 2],
      [3, 0],
    ]);
  });

  it("are 2 to 256", () => {
    expect(() => classNamesOf([images("7", "7")])).toThrow("expected images of at least 2 classes, got those of “7”");
    const many = Array.from({ length: 257 }, (_, i) => `c${i}`);
    expect(() => classNamesOf([images(...many)])).toThrow("expected at most 256 classes, got 257");
    expect(classNamesOf([images("300", "1")])).toEqual(["1", "300"]);
  });

  it("stand in the path of a picture: the folder, where there are several, else the beginning of the name", () => {
    expect(hasFolders(["digits/7/a.png", "digits/3/a.png"])).toBe(true);
    expect(hasFolders(["digits/7_a.png", "digits/3_a.png"])).toBe(false);
    expect(classOfPath("digits/7/a.png", true)).toBe("7");
    const names = ["digits/7_a.png", "7-12.png", "7 (2).png", "7.2.png", "seven_1_2.png"];
    expect(names.map((name) => classOfPath(name, false))).toEqual(["7", "7", "7", "7", "seven"]);
    for (const name of ["7.png", "a.png", "_7.png"])
      expect(() => classOfPath(name, false), name).toThrow(`${name}: expected the class first in the name`);
  });
});
