/** PNG files put together chunk by chunk, right or wrong as a test wants them. */
import { deflateSync } from "node:zlib";

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

export function chunk(type: string, data: ArrayLike<number>): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Uint8Array.from(data)]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

export function header(width: number, height: number, depth: number, colourType: number, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colourType, 0, 0, interlace], 8);
  return chunk("IHDR", data);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);

export function file(...chunks: Buffer[]): Buffer {
  return Buffer.concat([signature, ...chunks, chunk("IEND", [])]);
}

/** Rows of samples packed as the format wants them, filter 0. */
export function packedRows(samples: number[][], depth: number): Buffer {
  const rows = samples.map((row) => {
    const bits = row.map((sample) => sample.toString(2).padStart(depth, "0")).join("");
    const bytes = bits.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)) ?? [];
    return Buffer.from([0, ...bytes]);
  });
  return Buffer.concat(rows);
}

export function pixels(raw: Uint8Array): Buffer {
  return chunk("IDAT", deflateSync(raw));
}
