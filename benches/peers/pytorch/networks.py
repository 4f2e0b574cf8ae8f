"""The two networks in PyTorch, layer for layer those of src/model.rs."""

from torch import nn


class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, values):
        return values.reshape(len(values), *self.shape)


def generator(inputs, width):
    """G: from a latent vector, joined by a one-hot class if there are classes, to an image."""
    return nn.Sequential(
        nn.Linear(inputs, 2 * width * 49, bias=False),
        Reshape(2 * width, 7, 7),
        nn.BatchNorm2d(2 * width),
        nn.ReLU(True),
        nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(True),
        nn.ConvTranspose2d(width, 1, 4, 2, 1),
        nn.Tanh(),
    )


def discriminator(width):
    """D: from an image to a logit. Its last layer reads the flattened maps of all before it."""
    return nn.Sequential(
        nn.Conv2d(1, width, 4, 2, 1),
        nn.LeakyReLU(0.2, True),
        nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * width),
        nn.LeakyReLU(0.2, True),
        nn.Flatten(),
        nn.Linear(2 * width * 49, 1),
    )
