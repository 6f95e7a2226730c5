"""PyTorch, eager, as a contender: `pytorch.py <mlp|cnn> <folder> <batch> <threads>`. `contender.ts` says what is spoken."""

import json
import sys
import time

import numpy as np
import torch
from torch import nn

net, folder, batch, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(1)

pictures = np.fromfile(f"{folder}/pictures", np.uint8, offset=16).reshape(-1, 1, 28, 28)
x = torch.from_numpy(pictures.astype(np.float32) / 255)
y = torch.from_numpy(np.fromfile(f"{folder}/labels", np.uint8, offset=8).astype(np.int64))

features = [
    nn.Conv2d(1, 32, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
]
body, width = ([], 784) if net == "mlp" else (features, 1600)
model = nn.Sequential(*body, nn.Flatten(), nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
loss_of = nn.CrossEntropyLoss()


def epoch():
    total, right = 0.0, 0
    for rows in torch.randperm(len(x)).split(batch):
        xs, ys = x[rows], y[rows]
        optimizer.zero_grad()
        scores = model(xs)
        loss = loss_of(scores, ys)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
        right += (scores.argmax(1) == ys).sum().item()
    return {"loss": total / len(x), "accuracy": right / len(x)}


print(json.dumps({"versions": f"PyTorch {torch.__version__}", "threads": threads}), flush=True)
while sys.stdin.readline():
    start = time.perf_counter()
    measured = epoch()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000, **measured}), flush=True)
