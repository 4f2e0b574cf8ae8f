"""The training step in PyTorch on one thread of the CPU, as a program that benches/browser/harness.js measures.

Each line of the standard input is a question in JSON, each line of the output the answer.
"""

import json
import sys
import time

import torch
from torch.nn.functional import softplus

from networks import discriminator, generator

LATENT = 64
LEARNING_RATE = 3e-3
WARM_UP_STEPS = 5


class Training:
    """Both networks on one fixed batch of images: drawing batches is not what is compared."""

    def __init__(self, width, batch):
        self.generator, self.discriminator = generator(LATENT, width), discriminator(width)
        self.real = 2 * torch.rand(batch, 1, 28, 28) - 1
        self.adam = {
            network: torch.optim.Adam(network.parameters(), LEARNING_RATE, (0.5, 0.999))
            for network in (self.generator, self.discriminator)
        }

    def step(self):
        self.discriminator_turn()
        self.discriminator.requires_grad_(False)
        self.generator_turn()
        self.discriminator.requires_grad_(True)

    def discriminator_turn(self):
        with torch.no_grad():
            fake = self.generator(self.latents())
        real_loss = softplus(-self.discriminator(self.real)).mean()
        self.descend(self.discriminator, real_loss + softplus(self.discriminator(fake)).mean())

    def generator_turn(self):
        self.descend(self.generator, softplus(-self.discriminator(self.generator(self.latents()))).mean())

    def latents(self):
        return torch.randn(len(self.real), LATENT)

    def descend(self, network, loss):
        self.adam[network].zero_grad()
        loss.backward()
        self.adam[network].step()
        assert torch.isfinite(loss), "training diverged"


class Program:
    def __init__(self):
        self.trainings = []

    def load(self, _description):
        torch.manual_seed(1)
        torch.set_num_threads(1)

    def prepare(self, wanted):
        training = Training(wanted["width"], wanted["batch"])
        for _ in range(WARM_UP_STEPS):
            training.step()
        self.trainings.append(training)
        return [{"index": len(self.trainings) - 1, "name": "step", "flops": 0}]

    def run(self, request):
        training, taken = self.trainings[request["index"]], []
        end = time.perf_counter() + request["turn"]["milliseconds"] / 1000
        while not taken or time.perf_counter() < end:
            start = time.perf_counter()
            training.step()
            taken.append(1000 * (time.perf_counter() - start))
        return {"taken": taken, "runs": len(taken), "bytes": None}


if __name__ == "__main__":
    program = Program()
    for line in sys.stdin:
        question = json.loads(line)
        answer = getattr(program, question["kind"])(question["request"])
        print(json.dumps(answer), flush=True)
