"""PyTorch as most use it: modules, a loss, backward(), torch.optim.SGD."""
from contender import batches_of, compete, read_labels, read_layers, read_matrix


def open_torch(order):
    import torch
    from torch import nn

    torch.set_num_threads(order["threads"])
    x = torch.from_numpy(read_matrix(order, "train.f32"))
    labels = torch.from_numpy(read_labels(order)).long()
    targets = nn.functional.one_hot(labels, order["widths"][-1]).float()
    modules = []
    for (weight, bias), name in zip(read_layers(order), order["activations"]):
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight.data.copy_(torch.from_numpy(weight.copy()))
        linear.bias.data.copy_(torch.from_numpy(bias.copy()))
        modules.append(linear)
        if name != "softmax":  # cross_entropy takes logits
            modules.append({"sigmoid": nn.Sigmoid, "relu": nn.ReLU}[name]())
    model = nn.Sequential(*modules)
    optimizer = torch.optim.SGD(model.parameters(), lr=order["learningRate"])

    def loss_of(rows):
        output = model(x.index_select(0, rows))
        if order["loss"] == "crossEntropy":
            return nn.functional.cross_entropy(output, labels.index_select(0, rows))
        return (output - targets.index_select(0, rows)).square().sum() / len(rows)

    def train(rows):
        for batch in batches_of(torch.from_numpy(rows), order):
            optimizer.zero_grad(set_to_none=True)
            loss_of(batch).backward()
            optimizer.step()

    def classify(images):
        with torch.inference_mode():
            return model(torch.from_numpy(images)).argmax(dim=1).numpy()

    versions = {"PyTorch": torch.__version__}
    return {"versions": versions, "train": train, "test": read_matrix(order, "test.f32"), "classify": classify}


compete(open_torch)
