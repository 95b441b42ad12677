/** The table of specs as a page. */
import { CONTENTS, type KernelArgument, type KernelSpec } from "../src/kernels/kernel-spec.js";
import { KERNEL_SPECS } from "../src/kernels/specs.js";

/** One line an argument: what it is, and what may be in it. */
function describe(argument: KernelArgument): string {
  const { name } = argument;
  if (argument.kind === "size")
    return `\`${name}\`: whole number of at least ${argument.atLeast}${argument.multipleOf > 1 ? `, a multiple of ${argument.multipleOf}` : ""}`;
  if (argument.kind === "stride") return `\`${name}\`: stride of ${argument.of.map((of) => `\`${of}\``).join(", ")}`;
  if (argument.kind === "choice") return `\`${name}\`: one of ${argument.values.join(", ")}`;
  if (argument.kind === "scalar") return `\`${name}\`: f32 by value`;
  const padding = argument.packed ? "without padding" : "rows padded";
  const unread = argument.readWhen ? `; never read where \`${argument.readWhen}\` is 0` : "";
  const contents = argument.contents ? `; ${CONTENTS[argument.contents]}` : "";
  const shared = argument.mayBe ? `; may take over the memory of \`${argument.mayBe}\`` : "";
  return `\`${name}\`: ${argument.element}, ${argument.role}, ${padding}${contents}${unread}${shared}`;
}

function section(name: string, spec: KernelSpec): string {
  const lines = (spec.arguments as readonly KernelArgument[]).map((argument) => `- ${describe(argument)}`);
  const relaxed = spec.relaxed ? `; relaxed: γ(${spec.relaxed.formula})·Σ|terms|` : "";
  return [
    `## ${name}`,
    "",
    `    ${spec.equation}`,
    "",
    ...lines,
    "",
    `Exactness: ${spec.exactness}${relaxed}.`,
    "",
  ].join("\n");
}

export function kernelTable(): string {
  const sections = Object.entries(KERNEL_SPECS).map(([name, spec]) => section(name, spec as unknown as KernelSpec));
  const head = `# Kernels

Printed from \`src/kernels/specs.ts\`; a test fails when this page is older. Rules that all kernels share stand at the head of \`src/kernels/contract.ts\`: matrices are row-major, strides count elements, pad columns hold +0 and keep it, results are the same bytes in WASM and in the reference. The relaxed module too gives these bytes, but for sums of products, which keep |computed − exact| ≤ γ(n)·Σ|terms|, γ(n) = n·2⁻²⁴ / (1 − n·2⁻²⁴), before the activation ([decision](decisions/0012-relaxed-build.md)).

Activations by number: 0 identity, 1 sigmoid, 2 tanh, 3 relu, 4 leakyRelu.
`;
  return `${[head, ...sections].join("\n").trimEnd()}\n`;
}
