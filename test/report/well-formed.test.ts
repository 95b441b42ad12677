import { describe, expect, it } from "vitest";
import { faultIn } from "./well-formed.js";

describe("the markup checker of these tests", () => {
  it("passes balanced, quoted, escaped markup", () => {
    expect(faultIn('<a href="x&amp;y"><b/>5 &lt; 6</a>')).toBeUndefined();
  });

  it("finds every kind of fault it is meant for", () => {
    expect(faultIn("<a><b></a></b>")).toMatch(/expected/);
    expect(faultIn("<a>")).toMatch(/unclosed/);
    expect(faultIn("<a href=x/>")).toMatch(/malformed/);
    expect(faultIn('<a b="1" b="2"/>')).toMatch(/twice/);
    expect(faultIn('<a><i id="1"/><i id="1"/></a>')).toMatch(/id 1 twice/);
    expect(faultIn("<a>1 & 2</a>")).toMatch(/ampersand/);
    expect(faultIn('<a b="1 & 2"/>')).toMatch(/ampersand/);
    expect(faultIn("<a>1 > 2</a>")).toMatch(/bracket/);
  });
});
