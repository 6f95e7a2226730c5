"""What Keras 3 makes of two small networks: states and gradients along 20 steps of SGD, and what its optimizers do with these
gradients. Started by keras.mjs, which gives the dropout masks on standard input; writes a safetensors file."""

import json
import sys

import keras
import numpy as np

given = json.load(sys.stdin)
batch = given["batch"]
CLASSES = 5
RATE = 0.05
rng = np.random.default_rng(11)
facts = {}


def mlp():
    x, mask = keras.Input([13]), keras.Input([17])
    h = keras.layers.Dense(17, activation="relu", name="hidden")(x)
    h = keras.layers.Multiply()([h, mask])
    return keras.Model([x, mask], keras.layers.Dense(CLASSES, name="scores")(h))


def cnn():
    x, mask = keras.Input([9, 11, 2]), keras.Input([1, 2, 5])
    h = keras.layers.Conv2D(4, 3, padding="same", use_bias=False, name="wide")(x)
    h = keras.layers.BatchNormalization(name="first")(h)
    h = keras.layers.MaxPooling2D(2)(keras.layers.Activation("relu")(h))
    h = keras.layers.Conv2D(5, 3, strides=2, name="narrow")(h)
    h = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-2, name="second")(h)
    h = keras.layers.Flatten()(keras.layers.Multiply()([h, mask]))
    return keras.Model([x, mask], keras.layers.Dense(CLASSES, name="scores")(h))


def numbers(variable):
    return keras.ops.convert_to_numpy(variable.value).astype("float32").copy()


def name_of(variable):
    return "/".join(variable.path.split("/")[-2:])


def record(prefix, variables):
    for variable in variables:
        facts[f"{prefix}/{name_of(variable)}"] = numbers(variable)


def run(name, model, masks):
    # Off the round numbers that initializers give to biases and normalizations.
    for variable in model.weights:
        variable.assign(numbers(variable) + rng.uniform(0, 0.2, variable.shape).astype("float32"))
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(RATE)
    for step, mask in enumerate(masks, 1):
        x = rng.normal(size=[batch, *model.inputs[0].shape[1:]]).astype("float32")
        y = rng.integers(0, CLASSES, batch).astype("int32")
        facts[f"{name}/{step}/x"], facts[f"{name}/{step}/y"] = x, y
        record(f"{name}/{step}/state", model.weights)
        mask = np.array(mask, "float32").reshape([batch, *model.inputs[1].shape[1:]])
        model.zero_grad()
        loss = loss_of(y, model([x, mask], training=True))
        loss.backward()
        gradients = [variable.value.grad for variable in model.trainable_weights]
        facts[f"{name}/{step}/loss"] = loss.detach().numpy().astype("float32")
        for variable, gradient in zip(model.trainable_weights, gradients):
            facts[f"{name}/{step}/gradient/{name_of(variable)}"] = gradient.numpy().astype("float32").copy()
        optimizer.apply(gradients, model.trainable_weights)
    record(f"{name}/{len(masks) + 1}/state", model.weights)


def run_optimizer(name, optimizer):
    """Feeds the gradients of one weight of the MLP, whatever the weight has become."""
    weight = keras.Variable(facts["mlp/1/state/scores/kernel"])
    for step in range(1, 21):
        optimizer.apply([keras.ops.convert_to_tensor(facts[f"mlp/{step}/gradient/scores/kernel"])], [weight])
        facts[f"optimizers/{name}/{step}"] = numbers(weight)


run("mlp", mlp(), given["masks"]["mlp"])
run("cnn", cnn(), given["masks"]["cnn"])
run_optimizer("sgd", keras.optimizers.SGD(0.05))
run_optimizer("momentum", keras.optimizers.SGD(0.05, momentum=0.9))
run_optimizer("nesterov", keras.optimizers.SGD(0.05, momentum=0.8, nesterov=True))
run_optimizer("adam", keras.optimizers.Adam(0.01))
run_optimizer("adamFast", keras.optimizers.Adam(0.03, beta_1=0.5, beta_2=0.9, epsilon=1e-3))

header, body = {"__metadata__": {"keras": keras.__version__, "backend": keras.backend.backend()}}, b""
for name, value in facts.items():
    end = len(body) + value.nbytes
    kind = {"float32": "F32", "int32": "I32"}[str(value.dtype)]
    header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(body), end]}
    body += np.ascontiguousarray(value).tobytes()
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(sys.argv[1], "wb") as file:
    file.write(len(text).to_bytes(8, "little") + text + body)
