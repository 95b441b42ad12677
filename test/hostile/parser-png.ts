/** The reader of PNG pictures, and the digit made of one, for the table of parsers. */
import { digitFromPicture } from "../../src/data/digit-picture.js";
import { WasmlpError } from "../../src/errors.js";
import { decodePicture } from "../../src/node/png.js";
import { chunk, file, header, packedRows, pixels } from "../node/png-file.js";
import type { Parser } from "./parser.js";
import { requireSame } from "./same.js";

const SIGNATURE_BYTES = 8;

/** The sum of every chunk made true, as far as lengths lead. */
function withTrueSums(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) break;
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1");
    bytes.set(chunk(type, bytes.subarray(at + 8, at + 8 + length)), at);
    at += 12 + length;
  }
  return bytes;
}

const PALETTE = chunk("PLTE", [0, 0, 0, 255, 255, 255, 128, 0, 0]);

export const PNG: Parser = {
  name: "png",
  valid: () =>
    [
      file(
        header(3, 2, 8, 0),
        pixels(
          packedRows(
            [
              [0, 128, 255],
              [255, 0, 1],
            ],
            8,
          ),
        ),
      ),
      file(header(5, 1, 1, 0), pixels(packedRows([[1, 0, 1, 0, 1]], 1))),
      file(header(3, 1, 2, 3), PALETTE, chunk("tRNS", [0, 128]), pixels(packedRows([[0, 1, 2]], 2))),
      file(header(1, 1, 16, 2), chunk("tRNS", [0, 1, 0, 2, 0, 3]), pixels(Buffer.from([0, 0, 1, 0, 2, 0, 3]))),
      file(
        header(1, 2, 8, 6),
        chunk("tEXt", [65, 0, 66]),
        pixels(
          packedRows(
            [
              [1, 2, 3, 4],
              [5, 6, 7, 8],
            ],
            8,
          ),
        ),
      ),
      file(header(1, 1, 8, 4, 1), pixels(packedRows([[9, 255]], 8))),
    ].map((bytes) => new Uint8Array(bytes)),
  tokens: ["IHDR", "IDAT", "IEND", "PLTE", "tRNS", "acTL", "\0\0\0\0", "\u0080\0\0\0"],
  repair: withTrueSums,
  accept: (bytes) => {
    const picture = decodePicture(bytes, "fuzz.png");
    const { width, height, channels, depth, data } = picture;
    requireSame(data.length, width * height * channels, "samples");
    requireSame(data instanceof Uint16Array, depth === 16, "16 bits in 16 bits");
    try {
      requireSame(digitFromPicture(picture, "fuzz.png").length, 784, "pixels of the digit");
    } catch (error) {
      if (!(error instanceof WasmlpError && error.code === "invalid-file")) throw error; // an empty page
    }
    return picture;
  },
};
