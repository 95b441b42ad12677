"""A contender's side of the comparison, for those in Python: as contender.mjs, word for word the same dialogue."""
import json
import os
import sys
import time

TEST_BLOCK = 1000
INFERENCE_SECONDS = 0.25


def compete(open_contender):
    """Runs a contender to its end; open_contender(order) returns versions, train(rows), test and classify(images)."""
    order = json.loads(sys.argv[1])
    try:
        import numpy as np

        contender = open_contender(order)
    except Exception as error:
        say({"absent": (str(error) or repr(error)).split("\n")[0]})
        return
    rows = np.fromfile(path_of(order, order["workload"] + "-order.u32"), np.uint32).astype(np.int64)
    length = order["stepsPerLap"] * order["batchSize"]
    labels = np.fromfile(path_of(order, "test-labels.u8"), np.uint8)
    python = {"Python": sys.version.split()[0], "NumPy": np.__version__, **blas_library()}
    say({"ready": {**python, **contender["versions"]}})
    lap = 0
    for line in sys.stdin:
        word, *argument = line.split()
        if word == "lap":
            say(time_lap(contender, rows[lap * length : (lap + 1) * length]))
            lap += 1
        elif word == "infer":
            say(time_inference(contender, int(argument[0])))
        elif word == "accuracy":
            blocks = range(0, len(labels), TEST_BLOCK)
            classes = [contender["classify"](contender["test"][i : i + TEST_BLOCK]) for i in blocks]
            say({"accuracy": float(np.mean(np.concatenate(classes) == labels))})


def time_lap(contender, rows):
    began = time.perf_counter()
    contender["train"](rows)
    return {"samples": len(rows), "seconds": time.perf_counter() - began}


def time_inference(contender, count):
    """Classifies the test images, `count` at a time, for a while; a quarter of it first to warm up."""
    classify_for(INFERENCE_SECONDS / 4, contender, count)
    return classify_for(INFERENCE_SECONDS, contender, count)


def classify_for(at_least, contender, count):
    test, classify = contender["test"], contender["classify"]
    blocks = len(test) // count
    images = block = 0
    seconds = 0.0
    began = time.perf_counter()
    while seconds < at_least:
        classify(test[block * count : (block + 1) * count])
        images += count
        block = (block + 1) % blocks
        seconds = time.perf_counter() - began
    return {"images": images, "seconds": seconds}


def batches_of(rows, order):
    """The lap's rows, a batch at a time."""
    size = order["batchSize"]
    return (rows[i : i + size] for i in range(0, len(rows), size))


def read_matrix(order, name):
    import numpy as np

    return np.fromfile(path_of(order, name), np.float32).reshape(-1, order["widths"][0])


def read_labels(order):
    import numpy as np

    return np.fromfile(path_of(order, "train-labels.u8"), np.uint8)


def read_layers(order):
    """Weights [units, inputs] and biases [units] at the start."""
    import numpy as np

    values = np.fromfile(path_of(order, order["workload"] + "-weights.f32"), np.float32)
    layers, at = [], 0
    for inputs, units in zip(order["widths"], order["widths"][1:]):
        weight = values[at : at + units * inputs].reshape(units, inputs)
        bias = values[at + units * inputs : at + units * inputs + units]
        layers.append((weight, bias))
        at += units * (inputs + 1)
    return layers


def step_scale(order):
    """What the error at the output is multiplied with, for weights to be moved by: -rate * dLoss."""
    factor = 2 if order["loss"] == "sumSquaredError" else 1
    return -order["learningRate"] * factor / order["batchSize"]


def path_of(order, name):
    return os.path.join(order["folder"], name)


def blas_library():
    """The library that multiplies matrices, where the system tells."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if ".so" in line}
        names = sorted(os.path.basename(path) for path in paths if "openblas" in path or "mkl" in path)
        return {"BLAS": next((name for name in names if name.startswith(("libopenblas", "libmkl"))), "unknown")}
    except OSError:
        return {}


def say(message):
    print(json.dumps(message), flush=True)
