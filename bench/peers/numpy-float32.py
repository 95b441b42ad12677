"""NumPy in float32, written for speed: every result into an array made once, nothing allocated in the loop."""
from contender import batches_of, compete, read_labels, read_layers, read_matrix, step_scale


def open_numpy(order):
    import numpy as np

    x, labels = read_matrix(order, "train.f32"), read_labels(order)
    y = np.eye(order["widths"][-1], dtype=np.float32)[labels]
    activations, batch_size, scale = order["activations"], order["batchSize"], np.float32(step_scale(order))
    weights = [np.ascontiguousarray(weight.T) for weight, _ in read_layers(order)]
    biases = [bias.copy() for _, bias in read_layers(order)]
    last = len(weights) - 1

    def empty(*shape):
        return np.empty(shape, np.float32)

    a = [empty(batch_size, width) for width in order["widths"]]  # outputs of the layers, the inputs first
    d = [empty(batch_size, width) for width in order["widths"][1:]]
    slopes = [empty(batch_size, width) for width in order["widths"][1:]]
    weight_steps = [np.empty_like(weight) for weight in weights]
    bias_steps = [np.empty_like(bias) for bias in biases]
    wanted = empty(batch_size, order["widths"][-1])

    def activate(name, z):
        if name == "relu":
            np.maximum(z, 0, out=z)
        elif name == "sigmoid":
            np.negative(z, out=z)
            np.exp(z, out=z)
            np.add(z, 1, out=z)
            np.reciprocal(z, out=z)
        else:
            np.subtract(z, z.max(axis=1, keepdims=True), out=z)
            np.exp(z, out=z)
            np.divide(z, z.sum(axis=1, keepdims=True), out=z)

    def times_slope(name, output, delta, slope):
        if name == "relu":
            np.greater(output, 0, out=slope)
            np.multiply(delta, slope, out=delta)
        else:  # a·(1 − a)
            np.subtract(1, output, out=slope)
            np.multiply(slope, output, out=slope)
            np.multiply(delta, slope, out=delta)

    def step(batch):
        np.take(x, batch, axis=0, out=a[0], mode="clip")
        np.take(y, batch, axis=0, out=wanted, mode="clip")
        for l, (weight, bias) in enumerate(zip(weights, biases)):
            np.dot(a[l], weight, out=a[l + 1])
            np.add(a[l + 1], bias, out=a[l + 1])
            activate(activations[l], a[l + 1])
        np.subtract(a[-1], wanted, out=d[last])
        np.multiply(d[last], scale, out=d[last])
        if order["loss"] == "sumSquaredError":
            times_slope("sigmoid", a[-1], d[last], slopes[last])
        for l in range(last, -1, -1):
            if l > 0:
                np.dot(d[l], weights[l].T, out=d[l - 1])
                times_slope(activations[l - 1], a[l], d[l - 1], slopes[l - 1])
            np.dot(a[l].T, d[l], out=weight_steps[l])
            np.add(weights[l], weight_steps[l], out=weights[l])
            np.sum(d[l], axis=0, out=bias_steps[l])
            np.add(biases[l], bias_steps[l], out=biases[l])

    def train(rows):
        for batch in batches_of(rows, order):
            step(batch)

    def classify(images):
        output = images
        for weight, bias, name in zip(weights, biases, activations):
            output = np.dot(output, weight)
            np.add(output, bias, out=output)
            activate(name, output)
        return output.argmax(axis=1)

    return {"versions": {}, "train": train, "test": read_matrix(order, "test.f32"), "classify": classify}


compete(open_numpy)
