"""Draws the digits of `dcgan-weights.safetensors`, which the page's "Take it home" saves, with PyTorch: pip install torch safetensors numpy"""
import sys, json, torch
from torch.nn import functional as F
from safetensors import safe_open

with safe_open(sys.argv[1], "pt") as file:
    configuration = json.loads(file.metadata()["configuration"])
    w = {name: file.get_tensor(name) for name in file.keys()}

def layer(x, linear, norm):  # a transposed convolution, then batch normalisation by the running statistics, then ReLU
    size = w[linear + ".weight"].shape[-1]
    stride, padding = (1, 0) if size == 7 else (2, (size - 1) // 2)
    x = F.conv_transpose2d(x, w[linear + ".weight"], w.get(linear + ".bias"), stride, padding, output_padding=size % 2 if size != 7 else 0)
    if norm is None: return torch.tanh(x)
    return F.relu(F.batch_norm(x, *(w[f"{norm}.{name}"] for name in ("running_mean", "running_var", "weight", "bias"))))

def generator(z, classes=None, of="average."):  # the generator that trained has the names "generator."
    if classes is not None:
        z = torch.cat([z, F.one_hot(classes, w[of + "fc.weight"].shape[0] - z.shape[1])], 1)
    x = layer(z[:, :, None, None].float(), of + "fc", of + "bn0")
    return layer(layer(x, of + "deconv1", of + "bn1"), of + "deconv2", None)

images = generator(w["latents"], w.get("classes"))
print("largest difference from the page's images:", (images - w["images"]).abs().max().item())
