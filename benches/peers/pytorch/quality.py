"""Trains a DCGAN in PyTorch as ours is trained, and writes images for `evaluate --samples-file`.

The defaults are the preset `fast` with labels alone and a shorter average. Each seed writes OUT/pytorch-SEED.idx:
images of fresh latent vectors by the moving average of G's weights, image i of the digit i % 10 where there are labels.
"""

import argparse
import copy
import gzip
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import one_hot, softplus

from networks import discriminator, generator

DATA = pathlib.Path(__file__).resolve().parents[3] / "data"
DIGITS = 10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for the images")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--samples", type=int, default=5000)
    parser.add_argument("--labels", action=argparse.BooleanOptionalAction, default=True, help="tell networks the digit")
    parser.add_argument("--base-width", type=int, default=12)
    parser.add_argument("--latent-size", type=int, default=32)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--generator-learning-rate", type=float, default=4e-3)
    parser.add_argument("--discriminator-learning-rate", type=float, default=3e-3)
    parser.add_argument("--beta1", type=float, default=0.0)
    parser.add_argument("--beta2", type=float, default=0.999)
    parser.add_argument("--average-decay", type=float, default=0.99)
    parser.add_argument("--reuse-fakes", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--training-images", type=pathlib.Path, default=DATA / "mnist-4096-images-idx3-ubyte.gz")
    parser.add_argument("--training-labels", type=pathlib.Path, default=DATA / "mnist-4096-labels-idx1-ubyte.gz")
    return parser.parse_args()


class Generator(nn.Module):
    """G, told a class by a one-hot vector beside the latent vector."""

    def __init__(self, settings):
        super().__init__()
        self.layers = generator(settings.latent_size + DIGITS * settings.labels, settings.base_width)
        self.settings = settings
        initialise(self)

    def forward(self, latents, labels):
        told = [one_hot(labels, DIGITS).float()] if self.settings.labels else []
        return self.layers(torch.cat([latents, *told], 1))


class Discriminator(nn.Module):
    """D, told a class by a row of weights of its own: `logit = w·h + e[class]·h + b`."""

    def __init__(self, settings):
        super().__init__()
        *hidden, self.read_out = discriminator(settings.base_width)
        self.hidden = nn.Sequential(*hidden)
        self.embed = nn.Embedding(DIGITS, self.read_out.in_features) if settings.labels else None
        initialise(self)

    def forward(self, images, labels):
        hidden = self.hidden(images)
        logits = self.read_out(hidden).squeeze(1)
        return logits if self.embed is None else logits + (self.embed(labels) * hidden).sum(1)


def initialise(network):
    """Weights from N(0, 0.02), biases zero, batch normalisation neither scaling nor shifting."""
    for name, values in network.named_parameters():
        if values.dim() > 1:
            nn.init.normal_(values, 0, 0.02)
        elif name.endswith("bias"):
            nn.init.zeros_(values)


class Training:
    def __init__(self, settings, images, labels):
        self.settings, self.images, self.labels = settings, images, labels
        self.generator, self.discriminator = Generator(settings), Discriminator(settings)
        self.average = copy.deepcopy(self.generator).eval().requires_grad_(False)
        self.generator_adam = self.adam(self.generator, settings.generator_learning_rate)
        self.discriminator_adam = self.adam(self.discriminator, settings.discriminator_learning_rate)
        self.order = iter(())
        self.steps_taken = 0

    def adam(self, network, learning_rate):
        return torch.optim.Adam(network.parameters(), learning_rate, (self.settings.beta1, self.settings.beta2))

    def step(self):
        indices = torch.tensor([self.next_index() for _ in range(self.settings.batch_size)])
        real, labels = self.images[indices], self.labels[indices]

        fake = self.generate(labels)
        discriminator_loss = softplus(-self.discriminator(real, labels)).mean()
        discriminator_loss = discriminator_loss + softplus(self.discriminator(fake.detach(), labels)).mean()
        descend(self.discriminator_adam, discriminator_loss)

        self.discriminator.requires_grad_(False)
        fake = fake if self.settings.reuse_fakes else self.generate(labels)
        descend(self.generator_adam, softplus(-self.discriminator(fake, labels)).mean())
        self.discriminator.requires_grad_(True)

        self.steps_taken += 1
        self.follow()

    def next_index(self):
        """Every image once before any image again."""
        index = next(self.order, None)
        if index is None:
            self.order = iter(torch.randperm(len(self.images)).tolist())
            index = next(self.order)
        return index

    def generate(self, labels):
        return self.generator(torch.randn(len(labels), self.settings.latent_size), labels)

    def follow(self):
        """Takes weights and running statistics into the average, whose decay grows as src/samples.rs has it grow."""
        decay = min(self.settings.average_decay, self.steps_taken / (self.steps_taken + 9))
        with torch.no_grad():
            values = self.generator.state_dict()
            for name, average in self.average.state_dict().items():
                if average.is_floating_point():
                    average.lerp_(values[name], 1 - decay)

    def samples(self):
        """Images of fresh latent vectors as bytes."""
        labels = torch.arange(self.settings.samples) % DIGITS
        latents = torch.randn(self.settings.samples, self.settings.latent_size)
        images = self.average(latents, labels)
        return ((images + 1) * 127.5).round().to(torch.uint8).numpy()


def descend(adam, loss):
    assert torch.isfinite(loss), "training diverged: lower the learning rates"
    adam.zero_grad()
    loss.backward()
    adam.step()


def read_idx(path):
    content = gzip.decompress(path.read_bytes())
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, 4)
    return np.frombuffer(content, np.uint8, -1, 4 + 4 * dimensions).reshape(shape)


def write_idx(path, images):
    """Writes images (count, 1, 28, 28) of bytes."""
    header = bytes([0, 0, 8, 3]) + np.array([len(images), 28, 28], ">u4").tobytes()
    path.write_bytes(header + images.tobytes())


def main():
    settings = arguments()
    torch.set_num_threads(1)
    settings.out.mkdir(parents=True, exist_ok=True)
    images = torch.tensor(read_idx(settings.training_images)).unsqueeze(1) / 127.5 - 1
    labels = torch.tensor(read_idx(settings.training_labels)).long()
    for seed in settings.seeds:
        torch.manual_seed(seed)
        training = Training(settings, images, labels)
        start = time.perf_counter()
        for _ in range(settings.steps):
            training.step()
        path = settings.out / f"pytorch-{seed}.idx"
        print(f"{path}: {settings.steps} steps in {time.perf_counter() - start:.1f} s", flush=True)
        write_idx(path, training.samples())


if __name__ == "__main__":
    main()
