"""The same training steps in PyTorch. Reads lines `net threads steps`, answers each with milliseconds per step."""

import sys
import time

import torch
from torch import nn

ROWS = 2048


def mlp():
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)), (784,), 128


def cnn():
    layers = [
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    ]
    return nn.Sequential(*layers), (1, 28, 28), 64


class Trainer:
    def __init__(self, make):
        torch.manual_seed(1)
        self.model, shape, self.batch = make()
        self.images = torch.rand(ROWS, *shape)
        self.labels = torch.randint(0, 10, (ROWS,))
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7)
        self.loss = nn.CrossEntropyLoss()
        self.step = 0

    def time(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            rows = (torch.arange(self.batch) + self.step * self.batch) * 977 % ROWS
            self.step += 1
            self.optimizer.zero_grad()
            loss = self.loss(self.model(self.images[rows]), self.labels[rows])
            loss.backward()
            self.optimizer.step()
            loss.item()
        return (time.perf_counter() - start) * 1000 / steps


trainers = {"mlp": Trainer(mlp), "cnn": Trainer(cnn)}
print(torch.__version__, flush=True)
for line in sys.stdin:
    name, threads, steps = line.split()
    torch.set_num_threads(int(threads))
    print(trainers[name].time(int(steps)), flush=True)
