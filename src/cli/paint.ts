/** Bold and colour where they are wanted. */
import { styleText } from "node:util";
import type { Output } from "./host.js";

type Format = Parameters<typeof styleText>[0];

/** `text` in that style on outputs with colours, as it is on others. */
export function paint(output: Output, format: Format, text: string): string {
  return output.hasColors ? styleText(format, text, { validateStream: false }) : text;
}
