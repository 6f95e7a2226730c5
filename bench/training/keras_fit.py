"""Keras's fit as a contender: `keras_fit.py <mlp|cnn> <folder> <batch>`. `contender.ts` says what is spoken.

One call of fit for all epochs, which stands still between them: what fit does once is not counted.
"""

import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras
import numpy as np
import tensorflow
from keras import layers

net, folder, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])
keras.utils.set_random_seed(1)
x = np.fromfile(f"{folder}/pictures", np.uint8, offset=16).reshape(-1, 28, 28, 1).astype(np.float32) / 255
y = np.fromfile(f"{folder}/labels", np.uint8, offset=8).astype(np.int32)

features = [
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
]
body = [] if net == "mlp" else features
model = keras.Sequential(
    [keras.Input((28, 28, 1)), *body, layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(10)]
)
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)


class Gate(keras.callbacks.Callback):
    opened = None
    measured = {}

    def on_epoch_begin(self, epoch, logs=None):
        if self.opened is None:
            say({"versions": f"Keras {keras.__version__}, TensorFlow {tensorflow.__version__}"})
        else:
            say({"ms": (time.perf_counter() - self.opened) * 1000, **self.measured})
        if not sys.stdin.readline():
            os._exit(0)
        self.opened = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.measured = {"loss": float(logs["loss"]), "accuracy": float(logs["accuracy"])}


def say(message):
    print(json.dumps(message), flush=True)


model.fit(x, y, batch_size=batch, epochs=1000, shuffle=True, verbose=0, callbacks=[Gate()])
