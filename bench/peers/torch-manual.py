"""PyTorch with the backward pass by hand: no graph, results into tensors made once, updates fused into the products."""
from contender import batches_of, compete, read_labels, read_layers, read_matrix, step_scale


def open_torch(order):
    import torch

    torch.set_num_threads(order["threads"])
    torch.set_grad_enabled(False)
    x = torch.from_numpy(read_matrix(order, "train.f32"))
    labels = torch.from_numpy(read_labels(order)).long()
    y = torch.nn.functional.one_hot(labels, order["widths"][-1]).float()
    activations, batch_size, scale = order["activations"], order["batchSize"], step_scale(order)
    weights = [torch.from_numpy(weight.copy()) for weight, _ in read_layers(order)]  # [units, inputs]
    biases = [torch.from_numpy(bias.copy()) for _, bias in read_layers(order)]
    last = len(weights) - 1
    a = [torch.empty(batch_size, width) for width in order["widths"]]  # outputs of the layers, the inputs first
    d = [torch.empty(batch_size, width) for width in order["widths"][1:]]
    wanted = torch.empty(batch_size, order["widths"][-1])
    activate = {"sigmoid": torch.sigmoid_, "relu": torch.relu_, "softmax": lambda z: torch.softmax(z, 1, out=z)}

    def times_slope(name, output, delta):
        backward = torch.ops.aten.threshold_backward if name == "relu" else torch.ops.aten.sigmoid_backward
        arguments = (delta, output, 0) if name == "relu" else (delta, output)
        return backward.grad_input(*arguments, grad_input=delta)

    def step(batch):
        torch.index_select(x, 0, batch, out=a[0])
        torch.index_select(y, 0, batch, out=wanted)
        for l in range(len(weights)):
            torch.addmm(biases[l], a[l], weights[l].t(), out=a[l + 1])
            activate[activations[l]](a[l + 1])
        torch.sub(a[-1], wanted, out=d[last])
        if order["loss"] == "sumSquaredError":
            times_slope("sigmoid", a[-1], d[last])
        for l in range(last, -1, -1):
            if l > 0:
                torch.mm(d[l], weights[l], out=d[l - 1])
                times_slope(activations[l - 1], a[l], d[l - 1])
            weights[l].addmm_(d[l].t(), a[l], alpha=scale)
            biases[l].add_(d[l].sum(0), alpha=scale)

    def train(rows):
        for batch in batches_of(torch.from_numpy(rows), order):
            step(batch)

    def classify(images):
        output = torch.from_numpy(images)
        for weight, bias, name in zip(weights, biases, activations):
            output = activate[name](torch.addmm(bias, output, weight.t()))
        return output.argmax(dim=1).numpy()

    versions = {"PyTorch": torch.__version__}
    return {"versions": versions, "train": train, "test": read_matrix(order, "test.f32"), "classify": classify}


compete(open_torch)
