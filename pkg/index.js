// ../www/conditioning.js
var WITH_CLUSTERS = ["clusters", "labelsAndClusters"];

// ../www/fields.js
var choice = (setting, values) => ({
  limits: null,
  values,
  read: (from) => from[setting],
  write: (to, value) => Object.assign(to, { [setting]: value })
});
var number = (setting) => ({ ...choice(setting, []), limits: setting });
var wholeNumber = (setting) => ({ ...number(setting), isWhole: true });
var adam = (optimiser, setting) => ({
  limits: setting,
  read: (from) => from[optimiser][setting],
  write: (to, value) => to[optimiser][setting] = value
});
var FIELDS = {
  conditioning: choice("conditioning", ["none", "labels", "clusters", "labelsAndClusters"]),
  clusterCount: { ...wholeNumber("clusterCount"), usedWith: { field: "conditioning", values: WITH_CLUSTERS } },
  seed: wholeNumber("seed"),
  baseWidth: wholeNumber("baseWidth"),
  batchSize: wholeNumber("batchSize"),
  discriminatorLearningRate: adam("discriminatorAdam", "learningRate"),
  generatorLearningRate: adam("generatorAdam", "learningRate"),
  generatorLoss: choice("generatorLoss", ["nonSaturating", "minimax", "softmax"]),
  latentSize: wholeNumber("latentSize"),
  discriminatorBeta1: adam("discriminatorAdam", "beta1"),
  generatorBeta1: adam("generatorAdam", "beta1"),
  discriminatorBeta2: adam("discriminatorAdam", "beta2"),
  generatorBeta2: adam("generatorAdam", "beta2"),
  averageDecay: number("averageDecay"),
  reuseFakes: choice("reuseFakes", [true, false]),
  generatorTurn: choice("generatorTurn", ["twoOptimizers", "stackedFrozen", "stackedUnfrozen"]),
  batchNormalization: choice("batchNormalization", [true, false]),
  kernelSize: wholeNumber("kernelSize"),
  imageLimit: wholeNumber("imageLimit")
};
function isUsed(name, valueOf) {
  const condition = FIELDS[name]?.usedWith;
  if (condition === void 0) return true;
  const value = valueOf(condition.field);
  return value !== void 0 && condition.values.includes(value);
}
function complaintOf(name, value, limits, messages) {
  const field = FIELDS[name];
  const range = field?.limits && limits?.[field.limits];
  if (!range) return field?.values?.includes(value) === false && !field.limits ? messages.settings.address.oneOf(field.values.map(String)) : null;
  const isRight = typeof value === "number" && value >= range.minimum && value <= range.maximum;
  if (isRight && (!field.isWhole || Number.isInteger(value))) return null;
  return (field.isWhole ? messages.settings.notWhole : messages.settings.notANumber)(range.minimum, range.maximum);
}

// ../www/flavours.js
var FLAVOURS = ["threads", "relaxed", "simd128"];
var MOST_THREADS = 16;

// ../www/messages/numbers.js
function numbersOf(language, units) {
  const integer = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);
  const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const decimals = /* @__PURE__ */ new Map();
  const mark = 1.5.toLocaleString(language).charAt(1);
  const decimal = (value, digits) => {
    const format = decimals.get(digits) ?? fixed(language, digits);
    decimals.set(digits, format);
    return signed(format.format(value));
  };
  const typed = (value) => String(value).replace(".", mark);
  const duration = (milliseconds) => {
    const seconds = milliseconds / 1e3;
    if (seconds < 60) return `${decimal(seconds, 1)} ${units.seconds}`;
    return `${Math.floor(seconds / 60)} ${units.minutes} ${Math.floor(seconds % 60)} ${units.seconds}`;
  };
  return {
    /** The decimal mark. */
    mark,
    /** @param {number} count a whole number, in groups of three digits */
    count: (count) => integer.format(count),
    decimal,
    typed,
    /** @param {number} value with no more digits than it needs */
    number: (value) => signed(typed(Number.isInteger(value) ? value : Number(value.toPrecision(6)))),
    /** @param {number} share of one, in per cent */
    share: (share) => `${Math.round(100 * share)} %`,
    duration,
    /** @param {number} milliseconds in minutes, seconds and tenths; hours when there are any */
    clock: (milliseconds) => {
      const tenths = Math.floor(milliseconds / 100);
      const seconds = `${String(Math.floor(tenths % 600 / 10)).padStart(2, "0")}${mark}${tenths % 10}`;
      const minutes = Math.floor(tenths / 600);
      if (minutes < 60) return `${minutes}:${seconds}`;
      return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
    },
    /** @param {number} milliseconds since 1970, as a day and a time of day */
    moment: (milliseconds) => moments.format(milliseconds),
    /** @param {number} bytes */
    megabytes: (bytes) => `${decimal(bytes / 1e6, 1)} ${units.megabytes}`,
    /** @param {number} count @param {Forms} forms */
    plural: (count, forms) => forms[
      /** @type {keyof Forms} */
      plurals.select(count)
    ] ?? forms.other
  };
}
function fixed(language, digits) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
}
function signed(number3) {
  return number3.replace("-", /[1-9∞]/.test(number3) ? "−" : "");
}

// ../www/messages/en/numbers.js
var numbers = numbersOf("en", { seconds: "s", minutes: "min", megabytes: "MB" });

// ../www/messages/en/settings.js
var { number: number2 } = numbers;
var settings = {
  heading: "Settings",
  preset: "Preset",
  defaults: "Defaults",
  fieldset: "Settings of the next run",
  more: "More settings",
  newSeed: "New random seed",
  fields: {
    conditioning: "Conditioning",
    clusterCount: "Clusters",
    seed: "Seed",
    baseWidth: "Base width",
    batchSize: "Batch size",
    discriminatorLearningRate: 'Learning rate of <b class="d">D</b>',
    generatorLearningRate: 'Learning rate of <b class="g">G</b>',
    generatorLoss: 'Loss of <b class="g">G</b>',
    latentSize: "Latent size",
    discriminatorBeta1: 'β1 of <b class="d">D</b>’s Adam',
    generatorBeta1: 'β1 of <b class="g">G</b>’s Adam',
    discriminatorBeta2: 'β2 of <b class="d">D</b>’s Adam',
    generatorBeta2: 'β2 of <b class="g">G</b>’s Adam',
    averageDecay: "Moving average’s decay",
    reuseFakes: "Reuse fakes",
    generatorTurn: '<b class="g">G</b>’s turn',
    batchNormalization: "Batch normalisation",
    kernelSize: 'Kernels of <b class="g">G</b>',
    imageLimit: "Training images"
  },
  /** What a choice offers, by field and value. */
  choices: {
    conditioning: { none: "none", labels: "labels", clusters: "clusters", labelsAndClusters: "labels, clusters" },
    generatorLoss: { nonSaturating: "non-saturating", minimax: "minimax", softmax: "softmax" },
    generatorTurn: { twoOptimizers: "two optimisers", stackedFrozen: "stacked, D frozen", stackedUnfrozen: "stacked, D not frozen" },
    kernelSize: { four: "4 × 4", five: "5 × 5" }
  },
  applies: "Changes apply at reset.",
  differs: "Changed: press Reset to apply.",
  /** @param {string} value */
  running: (value) => `Running with ${value}`,
  /** @param {number} minimum @param {number} maximum */
  range: (minimum, maximum) => `${number2(minimum)} to ${number2(maximum)}`,
  /** @param {number} minimum @param {number} maximum */
  notANumber: (minimum, maximum) => `Enter a number from ${number2(minimum)} to ${number2(maximum)}.`,
  /** @param {number} minimum @param {number} maximum */
  notWhole: (minimum, maximum) => `Enter a whole number from ${number2(minimum)} to ${number2(maximum)}.`,
  refused: "Not reset: one setting needs correcting.",
  /** @param {string} sentence of the program */
  refusal: (sentence) => sentence,
  /** @param {boolean} isOn @returns {string} */
  switched: (isOn) => isOn ? "on" : "off",
  /** @param {number} count of fields in the closed group that differ from the run */
  differingCount: (count) => count === 0 ? "" : `${count} changed`,
  /** @param {number} count of wrong fields in the closed group */
  wrongCount: (count) => count === 1 ? "1 needs correcting" : `${count} need correcting`,
  /** The address that repeats a run. */
  link: {
    copy: "Copy link",
    address: "Address that repeats this run",
    copied: "Copied: it repeats this run.",
    byHand: "It repeats this run: copy it from here."
  },
  /** What the address asks for in vain. */
  address: {
    /** @param {string} parameter @param {string} value @param {string} sentence that says what can be asked for */
    ignored: (parameter, value, sentence) => `?${parameter}=${value} is ignored. ${sentence}`,
    /** @param {readonly string[]} values */
    oneOf: (values) => `Choose ${values.slice(0, -1).join(", ")} or ${values.at(-1)}.`,
    /** @param {readonly string[]} values */
    anyOf: (values) => `Choose any of ${values.join(", ")}.`,
    /** @param {number} longest */
    name: (longest) => `Enter a name of 1 to ${longest} characters.`,
    picture: "Enter the address of a picture.",
    ownPicture: "Enter the address of a picture on this page’s own host.",
    origins: "Enter origins such as https://lms.example, with commas between.",
    /** @param {string} name */
    meant: (name) => `Did you mean ${name}?`,
    stranger: "No setting has this name.",
    /** What a call is told that asks for no settings at all. */
    call: 'reset() takes settings as an address has them, such as "preset=plain&seed=5", or a plain object of them.'
  },
  /** What a choice means, by field and value. @type {Record<string, string>} */
  hints: {
    "conditioning none": "both see images only",
    "conditioning labels": "both are told the digit",
    "conditioning clusters": "both are told a group",
    "conditioning labelsAndClusters": "both are told digit and look",
    "reuseFakes true": "G learns from D’s batch",
    "reuseFakes false": "G makes a fresh batch",
    "generatorLoss nonSaturating": "strong while D wins",
    "generatorLoss minimax": "fades while D wins",
    "generatorLoss softmax": "always 0: learns nothing",
    "generatorTurn twoOptimizers": "each over its own variables",
    "generatorTurn stackedFrozen": "a third model, D fixed",
    "generatorTurn stackedUnfrozen": "D learns to call fakes real",
    "batchNormalization true": "after each hidden layer",
    "batchNormalization false": "none",
    "kernelSize 4": "divides evenly by stride 2",
    "kernelSize 5": "overlaps unevenly",
    "imageLimit 0": "0: all of them"
  }
};

// src/asked.js
var OPTIONS = ["preset", "seed", "settings", "kernel", "threads", "onLoading"];
function optionsOf(options) {
  const known = Object.fromEntries(entriesOf(options, "options", OPTIONS));
  const { kernel, threads, onLoading } = known;
  if (kernel !== void 0 && !FLAVOURS.some((flavour) => flavour === kernel)) throw new RangeError(`kernel is one of ${FLAVOURS.join(", ")}.`);
  const isCount = Number.isInteger(threads) && Number(threads) >= 1 && Number(threads) <= MOST_THREADS;
  if (threads !== void 0 && !isCount) throw new RangeError(`threads is a whole number from 1 to ${MOST_THREADS}.`);
  if (onLoading !== void 0 && typeof onLoading !== "function") throw new TypeError("onLoading is a function.");
  return known;
}
function configured(base, settings2, limits) {
  const configuration = (
    /** @type {any} */
    joined({ ...base }, settings2, "settings")
  );
  const valueOf = (name) => FIELDS[name]?.read(configuration);
  for (const name of Object.keys(FIELDS)) {
    const complaint = isUsed(name, valueOf) && complaintOf(
      name,
      /** @type {import('../../www/fields.js').Value} */
      valueOf(name),
      limits,
      { settings }
    );
    if (complaint) throw new RangeError(`${name} is wrong. ${complaint}`);
  }
  return configuration;
}
function joined(base, given, title) {
  const result = { ...base };
  for (const [name, value] of entriesOf(given, title, Object.keys(base))) {
    const before = base[name];
    const isGroup = typeof before === "object";
    if (!isGroup && !["string", "number", "boolean"].includes(typeof value)) throw new TypeError(`${name}: a number, a string or a boolean is needed.`);
    result[name] = isGroup ? joined(
      /** @type {Record<string, unknown>} */
      before,
      value,
      name
    ) : value;
  }
  return result;
}
function entriesOf(given, title, names) {
  if (Object.prototype.toString.call(given) !== "[object Object]") throw new TypeError(`${title}: a plain object is needed.`);
  const entries = Object.entries(
    /** @type {object} */
    given
  );
  const stranger = entries.find(([name]) => !names.includes(name));
  if (stranger) throw new RangeError(`${title}: nothing is called ${stranger[0].slice(0, 60)}; choose among ${names.join(", ")}.`);
  return entries.filter(([, value]) => value !== void 0);
}

// bundled:labels
var labels_default = "H4sIAAAAAAACAwzGUQJEUQgBUEhuf7P/1c6r4gCPwA8EfAdtoGnN94TNZNO7r9QOa2w4U41IaTA78vUKcufuXiC085qTHDFc+82RM17m+0IL3pw9AeD7tLAC3mzbxBtdB92rPb1N9Ll8hQNydzMJ9c4KN0k7bw9rv/cCutF9qJ+dEs5pj91788AsBjaxdr07ykRv9Dw3XRJ0NEPjvc6bq+59lPPqS6/3pu0y8FK+LZrxO0LTW+L4lqP6CTg+8C6nQ1d+ubePadK5nLB+F7ceQbmhCMzenpp5g2kOfmpHD3wRZz3PT7J1NtRBpjv0jvfQ3jkittb0oNdNxxSjYjHTpALePE3IxnyjE8bLTd1jXi8DlPU+q7x4pXDXDy81ffKHgg9LVTOhUT6DevPwisJaovOmk2Z7xh4P49N76VV9s19R0k2yGx6eQPmWyBtbu2hnOBkibvgcql5W1Vs+PmVVDt46ho7ZdxipZaR/y/SCHUEIAlHUUUDZ/4Zz6ZPvdGyBonjk5ZSWwj58UrO9XUK5W5HvwBf0q6vU73Q79SdrtyQjnfv8OkYBDZ12HZzwAHCdTGMSb+TYrSUZuzn5i89GOMyyvFafbc43lfI0YmAuRIJtpL0VvYttq2kOg1u0PkqeaZawVk0Pr2WE5tmLHp+3nl6SIc0ujWjyNZ/Y/bWG/j4hR7hvOyGsODECZ0mkuqZraZiei8CWQyYzXuYDUFY2Nc973CScIpsS6UHDm9c4UuFeyWdatbhCtS8kwsqckVjdjQJsaPdVXD63GocBh0dKlsJUpkr7653bH5t93NccPHqMpVHL0puntM+gybVgs3rR1VqjcgRi19xxZxLSS5UqqxQ8pWOf+z7cvrc6dNlq+D5Gu9jdcLxYCTr5z07jP8g3Ig8aERiHoO6i+xVg130/Q20FmWvsUXiDw0kp/9O1C3i2/+F0yQ8TvWvZ/BTlNnxrO5aZv2vixIzP+5yOBoSuFdYYOpUJl2tU3CZIBVyZvpJzXncj8igBa5aDDFnBhtKBnpSUbMOEr+g1aJa7AYvfdaaH9zuZG6bksA/8zTE+uHlwCqoocLx+DJLWeOEhaTOBI7pTjbEax6okTDqxzv58Db7O7i+9rsetw3O9hTcEnSr5LGwHJjx8qfAvSmd3G4CBakp12cFJ92yFDJUazieAuCQKo66v8g2V+t5YY2FsKLI4xH3v7v3x81p1jTlUWZmsZ2ZywF7KVkXtoDOFKfhSotXpoiimG+Z2QRYXPOHhzeW+EIr37mIukD+2zJBCgoutd61sS81qhx1Ea/ySrtJL/i3u5NXQCyU3ZyylvBzg3duuxKp81sKti1VsoLX4UoCzN0It1ktrtCV8nXrc3z4nxTF2jCMQRJyqxiqRsG65TIfBKGFQoDOmitYUTCNUaaeOL9wFHEYFtJizC/ECF+tZfM2i5Dx4Fpc8O+oMH+KPraavB5ynirJXhiYRodJ4i8B+bYN60w3jof+Qz4+FQui8iVMJuYXVfbkR+7nHkPMtgGkyy8Nt+Q46QKdBjtvdQA6hLN4XvYK3/j8LF9WuHw6pF8FTc2A6V2mxf4exEl32HthVaTyPPgaKIp9j1wp2SJsxkQjCO+mOYMYHjnjvwH9mpwWH8X3fSt/aDmurwBoFKvzo8TlFD5Ob/l/0jPCHHIK0P6i9MW4cWOtymA1nyefFasr8sA3260cbhvJCSMZmRzjeFuLO5J9aJGSSudMoTZUyXpnfup3rBQNfRki6GKoW/kXFtwxr9HstfqUW8xqWT6syRaugV4eerfcHVXwh7WYubdG7C726e5AoxQ+R7ZK5MP02jexgu5abB8cjuXCVPntUs4Lz4wM3+D4IaFJCArSpNK8+CMV7JLqbPPnthdsnzX0vYXg2SuyE6bRFMYHnzbAmdj5QSrg2zKjXoD5P5bnXUxK/+hKUZ6Sk13dFo1I8o9WQHX9tjIzysLY3bbmVryNFU1VSY5fX8XtaQxwxTo4bMyW5QgUqQfvS2Bb+DahUyxJ61ruUcJBsQbzeq6P46OuxWOM5V8Jt9NVGInkUKEC8cjP+fD/9smSNG6t5T4VBK9w+bpv7+Uahi68qqOSe5CtDP7NTg5rftXaHfuyB7mXqUkkrR57FScqBO3dEve/GdSf4L3UvePj2Mb8O14j+NmBODyoRdtWJTO+fPdhK8P8Cg+d7K/bN7bR3F8Or+yeLqkfoWPK+TTAgs+5IwQIYryvHdOaWXz3Vj/7V5lRIwqn+zNIjOB3/1FZ61vPdkql+DeTR6rGGAV7I1JCb9iXT/eGjm+8Gg9/+vYLkzGimdTgvEBBe1fsGZDhE3sdsqMQMfLqplH3Hqm5/HIJ5yULJQFOOiH+P9TlrdlG9u7f1spIENYPOUzl+uzR4y2ivWqXSPs83K1UnQX+qG5sGl8BzPqmS8BuMGeGVr4KGgVQzkJiHF6T6DMYQavHdGqd5NwXCWfnBcDsGJjRA1M3rX3qtiU12aeoQu4482yu/J+lR83e7GVxmy5ThUJecvi9sjYZmajyb6/RATrXKN2z/qF3nN4V9JLtLNrkjqqk0tAvl5bvPxoYQbFWEKccfqYr8pAgQAAA=";

// bundled:load-weights
var load_weights_default = `"""Draws in PyTorch the digits that the page drew: pip install torch safetensors numpy; python load_weights.py dcgan-weights.safetensors"""
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
`;

// made:integrity.js
var INTEGRITY = {
  "threads/dcgan_wasm_bg.wasm": "sha256-DhKlFo26sE1pcCuBrIEgrd7KchBBwA/LCZ4bEl2blLw=",
  "relaxed/dcgan_wasm_bg.wasm": "sha256-kBE5FEHStA1fvRPOdLP69GTNj6eb6hDmeYky5egjNwA=",
  "simd128/dcgan_wasm_bg.wasm": "sha256-GDMXuWg+hRGd7s7OwHfmOaMas4pNTazFN1ZYZqSQosU=",
  "data/mnist-4096-images-idx3-ubyte.gz": "sha256-OtunnNtoC8syW4pmyBCxHzMdYX6fG4kUydyrUeKlfRU= sha256-tqjOPlzKBEYzODLqH6XmqLw+dUh9ZMwZwkBzlhhoW0k=",
  "data/mnist-4096-labels-idx1-ubyte.gz": "sha256-jibiXwaTNbeaIVGZxFiD23f3F6rXElV24vIcmntXJjg= sha256-BFTxrXUyhpjTjeFgFL4IR9+LLN/iQU6L6TnXscrEFsE=",
  "data/judge.safetensors": "sha256-nKuKBIoMw7rK3fflk2S/z0lPa6Cvg6iB1lfLenDtPAk="
};

// ../www/ports.js
var PATIENCE_MILLISECONDS = 1e4;
function blobWorker(script, name) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const worker2 = new Worker(address, { name });
    for (const type of ["message", "error"]) worker2.addEventListener(type, () => URL.revokeObjectURL(address), { once: true });
    return worker2;
  } catch (error) {
    URL.revokeObjectURL(address);
    throw error;
  }
}
var FirstToSpeak = class extends EventTarget {
  #starters;
  #patience;
  /** @type {Port | null} */
  #port = null;
  /** What waits for a worker to speak; `null` once one has. @type {unknown[] | null} */
  #unsent = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * @param {readonly (() => Port)[]} starters in the order in which they are tried
   * @param {number} [patience] milliseconds until a silent worker is given up
   */
  constructor(starters, patience = PATIENCE_MILLISECONDS) {
    super();
    this.#starters = [...starters];
    this.#patience = patience;
    this.#tryNext("");
  }
  /** @param {unknown} message */
  postMessage(message) {
    if (this.#unsent) this.#unsent.push(message);
    else this.#port?.postMessage(message);
  }
  terminate() {
    clearTimeout(this.#timer);
    this.#port?.terminate();
    this.#port = null;
    this.#starters = [];
    this.#unsent = null;
  }
  /** @param {string} reason why the one before is given up */
  #tryNext(reason) {
    clearTimeout(this.#timer);
    this.#port?.terminate();
    this.#port = null;
    const start = this.#starters.shift();
    if (!start) return void setTimeout(() => this.#tellError(reason));
    try {
      this.#listenTo(start());
    } catch (error) {
      this.#tryNext(String(error));
    }
  }
  /** @param {Port} port */
  #listenTo(port) {
    this.#port = port;
    this.#timer = setTimeout(() => this.#tryNext("the worker did not answer"), this.#patience);
    port.addEventListener("message", ({ data }) => {
      if (port !== this.#port) return;
      this.#settle(port);
      this.dispatchEvent(new MessageEvent("message", { data }));
    });
    port.addEventListener("error", (event) => {
      event.preventDefault();
      if (port !== this.#port) return;
      if (this.#unsent) this.#tryNext(event.message ?? "");
      else this.#tellError(event.message ?? "");
    });
  }
  /** @param {Port} port that has spoken */
  #settle(port) {
    clearTimeout(this.#timer);
    const unsent = this.#unsent ?? [];
    this.#unsent = null;
    for (const message of unsent) port.postMessage(message);
  }
  /** @param {string} message */
  #tellError(message) {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
};

// src/packed.js
function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

// src/supply-beside.js
var images = new URL("./data/mnist-4096-images-idx3-ubyte.gz", import.meta.url);
function file({ href }, path) {
  return { address: href, integrity: INTEGRITY[path] };
}
function worker(start, name) {
  const script = new URL("./worker.js", import.meta.url).href;
  return new FirstToSpeak([start, () => blobWorker(`importScripts(${JSON.stringify(script)})`, name)]);
}
var supply = {
  files: async () => ({
    root: new URL("..", images).href,
    program: {
      threads: file(new URL("./threads/dcgan_wasm_bg.wasm", import.meta.url), "threads/dcgan_wasm_bg.wasm"),
      relaxed: file(new URL("./relaxed/dcgan_wasm_bg.wasm", import.meta.url), "relaxed/dcgan_wasm_bg.wasm"),
      simd128: file(new URL("./simd128/dcgan_wasm_bg.wasm", import.meta.url), "simd128/dcgan_wasm_bg.wasm")
    },
    images: file(images, "data/mnist-4096-images-idx3-ubyte.gz"),
    // So small that some bundlers would make an address of data of it, which not every page may fetch.
    labels: bytesOf(labels_default),
    judge: file(new URL("./data/judge.safetensors", import.meta.url), "data/judge.safetensors")
  }),
  pytorchScript: async () => load_weights_default,
  startWorker: () => worker(() => new Worker(new URL("./worker.js", import.meta.url), { name: "trainer" }), "trainer"),
  startImageWorker: () => worker(() => new Worker(new URL("./worker.js", import.meta.url), { name: "images" }), "images"),
  isolator: null
};

// ../www/watchdog.js
var TICK_MILLISECONDS = 1e3;
var LATE_MILLISECONDS = 1800;
var SLOWNESS = 10;
var LEAST_SILENCE_MILLISECONDS = 1e3;
var PRESUMED_SILENCE_MILLISECONDS = 3e3;
var REMEMBERED = 8;
var Watchdog = class {
  #events;
  #now;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #tickedAt = 0;
  /** Since the ping that was not answered yet; `null` where all were. @type {number | null} */
  #silence = null;
  /** The latest silences before answers. @type {number[]} */
  #silences = [];
  /**
   * @param {WatchdogEvents} events
   * @param {() => number} now milliseconds of a clock that never goes back
   */
  constructor(events, now = () => performance.now()) {
    this.#events = events;
    this.#now = now;
  }
  /** Watches from now on. */
  begin() {
    this.end();
    this.relax();
    this.#tickedAt = this.#now();
    this.#timer = setInterval(() => this.tick(), TICK_MILLISECONDS);
  }
  end() {
    clearInterval(this.#timer);
  }
  /** What was learnt of how long the worker takes is no longer so. */
  relax() {
    this.#silences = [PRESUMED_SILENCE_MILLISECONDS];
    if (this.#silence !== null) this.#silence = 0;
  }
  /** The worker has answered. */
  hear() {
    this.#silences = [...this.#silences, this.#silence ?? 0].slice(-REMEMBERED);
    this.#silence = null;
  }
  tick() {
    const now = this.#now();
    const passed = now - this.#tickedAt;
    this.#tickedAt = now;
    if (this.#silence === null) {
      this.#silence = 0;
      return this.#events.ping();
    }
    if (passed > LATE_MILLISECONDS) return;
    this.#silence += passed;
    if (this.#silence <= SLOWNESS * Math.max(LEAST_SILENCE_MILLISECONDS, ...this.#silences)) return;
    this.end();
    this.#events.onSilence();
  }
};

// ../www/trainer-client.js
var Refused = class extends Error {
};
var RequestLost = class extends Error {
};
var LENGTHY = ["reset", "branch", "restore", "adopt"];
var USUAL_VIEW = { shown: "average", digit: null };
var TrainerClient = class {
  #port;
  #notifications;
  #choice;
  #requests = 0;
  #isClosed = false;
  /** @type {Map<number, { resolve: (message: any) => void, reject: (error: Error) => void }>} */
  #waiting = /* @__PURE__ */ new Map();
  #watchdog;
  /**
   * @param {Notifications} notifications
   * @param {Choice} choice
   */
  constructor(notifications, choice2 = { flavour: null, threads: null, preset: null }) {
    this.#notifications = notifications;
    this.#choice = choice2;
    this.#port = supply.startWorker();
    this.#port.addEventListener("message", (event) => this.#hear(event.data));
    this.#port.addEventListener("error", (event) => {
      event.preventDefault();
      this.#lose({ cause: "worker", file: "www/worker.js", detail: event.message ?? "" });
    });
    this.#watchdog = new Watchdog({
      ping: () => this.#port.postMessage({ kind: "ping", request: ++this.#requests }),
      onSilence: () => this.#lose({ cause: "silent", file: "", detail: "" })
    });
  }
  /** @param {Failure} failure of a worker that answers nothing any more */
  #lose(failure) {
    if (this.#isClosed) return;
    this.close();
    this.#notifications.onFailure(failure);
  }
  /**
   * Loads everything and begins a run, or goes on with one.
   * @param {Configuration | null} configuration `null` for that of the preset
   * @param {View} view
   * @param {Uint8Array | null} checkpoint the run to go on with
   * @param {Images | null} images to train on in the place of the bundled ones
   * @returns {Promise<ReadyMessage>}
   */
  async load(configuration, view = USUAL_VIEW, checkpoint = null, images2 = null) {
    const files = { ...await this.#files(), ...images2 };
    if (this.#isClosed) throw new RequestLost();
    const loaded2 = this.#ask({ kind: "load", request: ++this.#requests, files, ...this.#choice, configuration, checkpoint, view });
    this.#watchdog.begin();
    return loaded2;
  }
  /**
   * @param {number | null} until the step after which training stops by itself
   * @returns {Promise<StateMessage>} once training has begun
   */
  train(until = null) {
    return this.#ask({ kind: "train", request: ++this.#requests, until });
  }
  /** @returns {Promise<StateMessage>} once training has stopped and all its progress has been told */
  pause() {
    return this.#ask({ kind: "pause", request: ++this.#requests });
  }
  /** @returns {Promise<StateMessage>} once exactly one more step has been taken and told */
  step() {
    return this.#ask({ kind: "step", request: ++this.#requests });
  }
  /**
   * Begins another run; rejects with {@link Refused} and leaves the current one alone if it cannot.
   * @param {Configuration} configuration
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  reset(configuration, view = USUAL_VIEW) {
    return this.#ask({ kind: "reset", request: ++this.#requests, configuration, view });
  }
  /**
   * Draws with other weights or another digit from now on.
   * @param {View} view
   * @returns {Promise<StateMessage>} once images drawn so have been told
   */
  show(view) {
    return this.#ask({ kind: "show", request: ++this.#requests, ...view });
  }
  /** @returns {Promise<StateMessage>} once the next half of a step has been taken and told */
  turn() {
    return this.#ask({ kind: "turn", request: ++this.#requests });
  }
  /**
   * @param {number | null} millisecondsPerTurn
   * @returns {Promise<StateMessage>}
   */
  pace(millisecondsPerTurn) {
    return this.#ask({ kind: "pace", request: ++this.#requests, millisecondsPerTurn });
  }
  /**
   * @param {boolean} watched
   * @returns {Promise<StateMessage>}
   */
  watch(watched) {
    return this.#ask({ kind: "watch", request: ++this.#requests, watched });
  }
  /**
   * Continues from a kept moment; rejects with {@link Refused} and leaves the current run alone if it cannot.
   * @param {number} step
   * @param {Configuration} configuration
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  branch(step, configuration, view) {
    return this.#ask({ kind: "branch", request: ++this.#requests, step, configuration, view });
  }
  /**
   * @param {Omit<import('./protocol.js').ImagineMessage, 'kind' | 'request'>} wish
   * @returns {Promise<import('./protocol.js').ImaginedMessage>}
   */
  imagine(wish) {
    return this.#ask({ kind: "imagine", request: ++this.#requests, ...wish });
  }
  /**
   * @param {Uint8Array} pixels
   * @param {number | null} digit
   * @returns {Promise<import('./protocol.js').OpinionMessage>}
   */
  askDiscriminator(pixels, digit) {
    return this.#ask({ kind: "ask", request: ++this.#requests, pixels, digit });
  }
  /** @returns {Promise<import('./protocol.js').QuizAnswerMessage>} */
  quiz() {
    return this.#ask({ kind: "quiz", request: ++this.#requests });
  }
  /** @returns {Promise<import('./protocol.js').WeightsFileMessage>} */
  weights() {
    return this.#ask({ kind: "weights", request: ++this.#requests });
  }
  /**
   * @param {boolean} finishesStep whether a step that is half taken is finished first; else it rejects with {@link Refused}
   * @returns {Promise<import('./protocol.js').CheckpointFileMessage>}
   */
  checkpoint(finishesStep) {
    return this.#ask({ kind: "checkpoint", request: ++this.#requests, finishesStep });
  }
  /**
   * Continues from a file; rejects with {@link Refused} and leaves the current run alone if it cannot.
   * @param {Uint8Array} file
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  restore(file2, view) {
    return this.#ask({ kind: "restore", request: ++this.#requests, file: file2, view });
  }
  /**
   * Begins another run on other images; rejects with {@link Refused} and leaves the current one alone if it cannot.
   * @param {Images} images
   * @param {Configuration} configuration of a new one
   * @param {Uint8Array | null} checkpoint the run to go on with; `null` for a new one
   * @param {View} view
   * @returns {Promise<BeganMessage>}
   */
  adopt({ images: images2, labels }, configuration, checkpoint, view) {
    return this.#ask({ kind: "adopt", request: ++this.#requests, images: images2, labels, configuration, checkpoint, view });
  }
  /** Ends the worker, whatever it is doing. */
  close() {
    this.#isClosed = true;
    this.#watchdog.end();
    this.#port.terminate();
    this.#loseRequests();
  }
  async #files() {
    try {
      return await supply.files();
    } catch (error) {
      if (!this.#isClosed) this.#notifications.onFailure({ cause: "data", file: "", detail: error instanceof Error ? error.message : String(error) });
      throw new RequestLost();
    }
  }
  /**
   * @param {PageMessage} message
   * @returns {Promise<any>}
   */
  #ask(message) {
    if (this.#isClosed) return Promise.reject(new RequestLost());
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.request, { resolve, reject });
      if (LENGTHY.includes(message.kind)) this.#watchdog.relax();
      this.#port.postMessage(message);
    });
  }
  /** @param {WorkerMessage} message */
  #hear(message) {
    if (this.#isClosed) return;
    switch (message.kind) {
      case "listening":
        return;
      case "pong":
        return this.#watchdog.hear();
      case "reverted":
        return this.#notifications.onReverted?.(message);
      case "loading":
        return this.#notifications.onLoading(message);
      case "kernels":
        return this.#notifications.onKernels(message.kernels);
      case "judge":
        return this.#notifications.onJudge(message.failure);
      case "progress":
        return this.#notifications.onProgress(message);
      case "rested":
        return this.#notifications.onRested?.(message.stepsTaken);
      case "failed":
        if (message.request !== null) this.#settle(message.request)?.reject(new RequestLost());
        return this.#notifications.onFailure(message.failure);
      case "refused":
        return this.#settle(message.request)?.reject(new Refused(message.sentence));
      default:
        return this.#settle(message.request)?.resolve(message);
    }
  }
  /** @param {number} request */
  #settle(request) {
    const promise = this.#waiting.get(request);
    this.#waiting.delete(request);
    return promise;
  }
  #loseRequests() {
    for (const { reject } of this.#waiting.values()) reject(new RequestLost());
    this.#waiting.clear();
  }
};

// src/index.js
var DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
var RunError = class extends Error {
  /** @param {Failure} failure */
  constructor({ cause, file: file2, detail }) {
    super(`The run cannot go on (${[cause, file2].filter((word) => word !== "").join(", ")}): ${detail}`, { cause });
    this.name = "RunError";
    this.file = file2;
  }
};
async function createRun(options = {}) {
  const asked = optionsOf(options);
  const run = new WorkerRun(asked);
  try {
    await run.load(asked);
  } catch (error) {
    run.close();
    throw error;
  }
  return run;
}
var WorkerRun = class {
  #client;
  /** @type {{ [Name in keyof RunEvents]: Set<(told: RunEvents[Name]) => void> }} */
  #listeners = { step: /* @__PURE__ */ new Set(), samples: /* @__PURE__ */ new Set(), verdict: /* @__PURE__ */ new Set(), readable: /* @__PURE__ */ new Set(), kernel: /* @__PURE__ */ new Set() };
  /** @type {import('../../www/protocol.js').ReadyMessage | null} */
  #ready = null;
  /** @type {Configuration | null} */
  #configuration = null;
  /** @type {Samples | null} */
  #samples = null;
  #kernel = { kernel: (
    /** @type {import('../types/index.js').Kernel} */
    "simd128"
  ), threads: 1 };
  #steps = 0;
  #milestones = 0;
  #isTraining = false;
  /** @type {RunError | null} */
  #failure = null;
  /** Whoever waits for training to stop. @type {(() => void)[]} */
  #waiting = [];
  /** @param {RunOptions} options */
  constructor({ preset, kernel, threads, onLoading }) {
    this.#client = new TrainerClient(
      {
        onLoading: ({ receivedBytes, totalBytes }) => onLoading?.({ receivedBytes, totalBytes }),
        onKernels: (kernels) => this.#tell("kernel", this.#runsOn(kernels)),
        onProgress: (message) => this.#progress(message),
        onRested: () => this.#rest(),
        onJudge: () => {
        },
        onReverted: ({ run, failure }) => {
          this.#begin(run);
          this.#failure = new RunError(failure);
          this.#rest();
        },
        onFailure: (failure) => {
          this.#failure = new RunError(failure);
          this.#rest();
        }
      },
      { flavour: kernel ?? null, threads: threads ?? null, preset: preset ?? null }
    );
  }
  get configuration() {
    return loaded(this.#configuration);
  }
  get steps() {
    return this.#steps;
  }
  get isTraining() {
    return this.#isTraining;
  }
  get kernel() {
    return this.#kernel;
  }
  get presets() {
    return loaded(this.#ready).presets;
  }
  get limits() {
    return loaded(this.#ready).limits;
  }
  get imageCount() {
    return loaded(this.#ready).imageCount;
  }
  /** @param {RunOptions} options */
  async load(options) {
    this.#ready = await this.#asked(this.#client.load(null));
    this.#runsOn(this.#ready.kernels);
    this.#begin(this.#ready.run);
    if (options.preset !== void 0 || options.seed !== void 0 || options.settings) await this.reset(options);
  }
  /** @param {TrainOptions} [options] */
  async train({ until, signal } = {}) {
    if (until !== void 0 && !Number.isSafeInteger(until)) throw new RangeError("until is a whole number of steps.");
    signal?.throwIfAborted();
    const pause = () => void this.pause();
    signal?.addEventListener("abort", pause, { once: true });
    try {
      this.#isTraining = true;
      const { state } = await this.#asked(this.#client.train(until ?? null));
      if (state === "paused") this.#rest();
      while (this.#isTraining) await new Promise((resolve) => this.#waiting.push(() => resolve(void 0)));
      if (this.#failure) throw this.#takeFailure();
      return this.#steps;
    } finally {
      signal?.removeEventListener("abort", pause);
    }
  }
  /** @param {TrainOptions} [options] */
  async *trained(options) {
    const reports = [];
    let wake = () => {
    };
    const stop = this.on("step", (told) => {
      reports.push(...told.reports);
      wake();
    });
    let isOver = false;
    const training = this.train(options).finally(() => {
      isOver = true;
      wake();
    });
    training.catch(() => {
    });
    try {
      for (; ; ) {
        for (let report = reports.shift(); report; report = reports.shift()) yield report;
        if (isOver) break;
        await new Promise((resolve) => wake = () => resolve(void 0));
      }
      await training;
    } finally {
      stop();
      if (!isOver) await this.pause();
    }
  }
  async pause() {
    if (this.#failure) return;
    await this.#asked(this.#client.pause());
    this.#rest();
  }
  async step(count = 1) {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError("step() takes a whole number of steps, 1 or more.");
    await this.pause();
    const reports = [];
    for await (const report of this.trained({ until: this.#steps + count })) reports.push(report);
    return reports;
  }
  /** @param {{ weights?: 'average' | 'raw', digit?: number | null }} [options] */
  async samples({ weights = "average", digit = null } = {}) {
    if (!["average", "raw"].includes(weights)) throw new RangeError("weights is average or raw.");
    if (digit !== null && !DIGITS.includes(digit)) throw new RangeError("digit is a whole number from 0 to 9, or null.");
    await this.#asked(this.#client.show({ shown: weights, digit }));
    return loaded(this.#samples);
  }
  /** @param {Pick<RunOptions, 'preset' | 'seed' | 'settings'>} [options] */
  async reset(options = {}) {
    const { preset, seed, settings: settings2 = {} } = optionsOf(options);
    const found = this.presets.find(({ name }) => name === (preset ?? this.presets[0]?.name));
    if (!found) throw new RangeError(`There is no such preset; choose one of ${this.presets.map(({ name }) => name).join(", ")}.`);
    const configuration = configured(configured(found.configuration, settings2, this.limits), { seed }, this.limits);
    const { run } = await this.#asked(this.#client.reset(configuration));
    this.#begin(run);
    this.#rest();
  }
  async checkpoint() {
    return (await this.#asked(this.#client.checkpoint(true))).file;
  }
  /** @param {Uint8Array | ArrayBuffer | Blob} file */
  async restore(file2) {
    const isFile = file2 instanceof Blob || file2 instanceof ArrayBuffer || ArrayBuffer.isView(file2);
    if (!isFile) throw new TypeError("restore() takes a file: bytes or a Blob.");
    const bytes = new Uint8Array(file2 instanceof Blob ? await file2.arrayBuffer() : file2);
    const { run } = await this.#asked(this.#client.restore(bytes, USUAL_VIEW));
    this.#begin(run);
    this.#rest();
  }
  async weights() {
    return (await this.#asked(this.#client.weights())).file;
  }
  /**
   * @template {keyof RunEvents} Name
   * @param {Name} event
   * @param {(told: RunEvents[Name]) => void} listener
   */
  on(event, listener) {
    const listeners = this.#listeners[event];
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
  close() {
    this.#client.close();
    this.#rest();
  }
  /**
   * @template Answer
   * @param {Promise<Answer>} answer
   * @returns {Promise<Answer>}
   */
  async #asked(answer) {
    if (this.#failure) throw this.#takeFailure();
    try {
      return await answer;
    } catch (error) {
      if (error instanceof RequestLost) throw this.#failure ?? new Error("The run was closed.");
      throw error instanceof Refused ? new RangeError(error.message) : error;
    }
  }
  /** What a run goes on from is told once; anything else is its end. */
  #takeFailure() {
    const failure = (
      /** @type {RunError} */
      this.#failure
    );
    if (failure.cause === "diverged") this.#failure = null;
    return failure;
  }
  /** @param {import('../../www/protocol.js').Run} run */
  #begin({ configuration, samples, milestones }) {
    this.#configuration = configuration;
    this.#samples = samples;
    this.#steps = samples.step;
    this.#milestones = milestones.length;
    this.#failure = null;
  }
  /** @param {import('../../www/protocol.js').ProgressMessage} message */
  #progress({ reports, samples, verdict, readable, elapsedMilliseconds, stepsPerSecond }) {
    this.#steps = reports.at(-1)?.step ?? this.#steps;
    if (reports.length > 0) this.#tell("step", { steps: this.#steps, reports, elapsedMilliseconds, stepsPerSecond });
    if (samples) {
      this.#samples = { step: samples.step, pixels: samples.pixels };
      this.#tell("samples", this.#samples);
    }
    if (verdict) this.#tell("verdict", verdict);
    for (const milestone of readable.slice(this.#milestones)) this.#tell("readable", milestone);
    this.#milestones = readable.length;
  }
  /** @param {import('../../www/protocol.js').Kernels} kernels */
  #runsOn({ flavour, threads }) {
    this.#kernel = { kernel: flavour, threads };
    return this.#kernel;
  }
  /** Training has stopped. */
  #rest() {
    this.#isTraining = false;
    for (const wake of this.#waiting.splice(0)) wake();
  }
  /**
   * @template {keyof RunEvents} Name
   * @param {Name} event
   * @param {RunEvents[Name]} told
   */
  #tell(event, told) {
    for (const listener of this.#listeners[event]) listener(told);
  }
};
function loaded(value) {
  if (value === null) throw new TypeError("nothing is loaded yet");
  return value;
}
export {
  RunError,
  createRun
};
