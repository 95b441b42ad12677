// Writes an ONNX model: the few fields of onnx.proto (ir_version 8, opset 17) that a graph of float operators needs.
// Knows protocol buffers' wire format; nothing of networks.

const FLOAT = 1;
const ATTRIBUTE = { float: 1, int: 2 };

/** A node: `attributes` are numbers; those named in FLOAT_ATTRIBUTES are written as floats, others as integers. */
const FLOAT_ATTRIBUTES = ["alpha", "beta"];

/**
 * The bytes of a model of one graph. `inputs` and `outputs` map names to shapes, a string for a size that is free;
 * `nodes` are `{ type, inputs, outputs, attributes }`; `constants` map names to `{ shape, values }`, floats.
 */
export function onnxModel({ nodes, inputs, outputs, constants = {} }) {
  const graph = [
    ...nodes.map((node) => message(1, nodeBytes(node))),
    text(2, "graph"),
    ...Object.entries(constants).map(([name, constant]) => message(5, tensorBytes(name, constant))),
    ...Object.entries(inputs).map(([name, shape]) => message(11, valueBytes(name, shape))),
    ...Object.entries(outputs).map(([name, shape]) => message(12, valueBytes(name, shape))),
  ];
  const operatorSet = [text(1, ""), integer(2, 17)];
  return Buffer.concat([integer(1, 8), text(2, "wasmlp bench"), message(7, graph), message(8, operatorSet)]);
}

function nodeBytes({ type, inputs, outputs, attributes = {} }) {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) => message(5, attributeBytes(name, value))),
  ];
}

function attributeBytes(name, value) {
  return FLOAT_ATTRIBUTES.includes(name)
    ? [text(1, name), float(2, value), integer(20, ATTRIBUTE.float)]
    : [text(1, name), integer(3, value), integer(20, ATTRIBUTE.int)];
}

function tensorBytes(name, { shape, values }) {
  return [
    ...shape.map((size) => integer(1, size)),
    integer(2, FLOAT),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer)),
  ];
}

function valueBytes(name, shape) {
  const sizes = shape.map((size) => message(1, [typeof size === "string" ? text(2, size) : integer(1, size)]));
  return [text(1, name), message(2, [message(1, [integer(1, FLOAT), message(2, sizes)])])];
}

// Wire format: a key of field number and wire type, then a varint, four bytes, or a length and so many bytes.

function integer(field, value) {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function float(field, value) {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), four]);
}

function bytes(field, value) {
  return Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
}

function text(field, value) {
  return bytes(field, Buffer.from(value));
}

function message(field, parts) {
  return bytes(field, Buffer.concat(parts));
}

/** Whole numbers from 0 to 2³¹ − 1. */
function varint(value) {
  const out = [];
  for (; value > 127; value >>>= 7) out.push((value & 127) | 128);
  return Buffer.from([...out, value]);
}
