"""Draws in PyTorch the digits that the page drew: pip install torch safetensors numpy; python load_weights.py dcgan-weights.safetensors"""
import sys, torch
from torch import nn
from safetensors.torch import load_file

class Generator(nn.Module):
    def __init__(self, w):  # every size is read from the weights; without batch normalisation the layers have biases instead
        super().__init__()
        (hidden, width, kernel, _), bias = w["deconv1.weight"].shape, "bn0.weight" not in w
        norm = (lambda channels: nn.Identity()) if bias else nn.BatchNorm2d
        doubling = dict(stride=2, padding=(kernel - 1) // 2, output_padding=kernel % 2)
        self.fc, self.bn0 = nn.Linear(w["fc.weight"].shape[1], hidden * 49, bias=bias), norm(hidden)
        self.deconv1, self.bn1 = nn.ConvTranspose2d(hidden, width, kernel, bias=bias, **doubling), norm(width)
        self.deconv2 = nn.ConvTranspose2d(width, 1, kernel, **doubling)
    def forward(self, z, classes=None):  # a class joins the latent vector as a one-hot vector
        if classes is not None: z = torch.cat([z, nn.functional.one_hot(classes, self.fc.in_features - z.shape[1])], 1)
        h = torch.relu(self.bn0(self.fc(z).view(len(z), -1, 7, 7)))
        return torch.tanh(self.deconv2(torch.relu(self.bn1(self.deconv1(h)))))

file = load_file(sys.argv[1])  # "average." is the moving average, which draws the grid; "generator." and "discriminator." trained
weights = {name.removeprefix("average."): tensor for name, tensor in file.items() if name.startswith("average.")}
generator = Generator(weights).eval()
generator.load_state_dict(weights, strict=False)  # all but num_batches_tracked, which PyTorch counts and nobody needs
with torch.no_grad(): images = generator(file["latents"], file.get("classes"))
print("largest difference from the page's images:", (images - file["images"]).abs().max().item())
