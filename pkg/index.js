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

// src/packed.js
function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

// src/supply-beside.js
var images = new URL("./data/mnist-4096-images-idx3-ubyte.gz", import.meta.url).href;
function worker(start, name) {
  const script = new URL("./worker.js", import.meta.url).href;
  return new FirstToSpeak([start, () => blobWorker(`importScripts(${JSON.stringify(script)})`, name)]);
}
var supply = {
  files: async () => ({
    root: new URL("..", images).href,
    program: {
      threads: new URL("./threads/dcgan_wasm_bg.wasm", import.meta.url).href,
      relaxed: new URL("./relaxed/dcgan_wasm_bg.wasm", import.meta.url).href,
      simd128: new URL("./simd128/dcgan_wasm_bg.wasm", import.meta.url).href
    },
    images,
    // So small that some bundlers would make an address of data of it, which not every page may fetch.
    labels: bytesOf(labels_default),
    judge: new URL("./data/judge.safetensors", import.meta.url).href
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
var LENGTHY = ["reset", "branch", "restore"];
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
  constructor(notifications, choice = { flavour: null, threads: null, preset: null }) {
    this.#notifications = notifications;
    this.#choice = choice;
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
   * @returns {Promise<ReadyMessage>}
   */
  async load(configuration, view = USUAL_VIEW, checkpoint = null) {
    const files = await this.#files();
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
  restore(file, view) {
    return this.#ask({ kind: "restore", request: ++this.#requests, file, view });
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
      this.#notifications.onFailure({ cause: "data", file: "", detail: error instanceof Error ? error.message : String(error) });
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
var RunError = class extends Error {
  /** @param {Failure} failure */
  constructor({ cause, file, detail }) {
    super(`The run cannot go on (${[cause, file].filter((word) => word !== "").join(", ")}): ${detail}`, { cause });
    this.name = "RunError";
    this.file = file;
  }
};
async function createRun(options = {}) {
  const run = new WorkerRun(options);
  try {
    await run.load(options);
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
    if (until !== void 0 && !Number.isSafeInteger(until)) throw new RangeError(`until is a whole number of steps, not ${until}.`);
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
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`step() takes a whole number of steps, 1 or more, not ${count}.`);
    await this.pause();
    const reports = [];
    for await (const report of this.trained({ until: this.#steps + count })) reports.push(report);
    return reports;
  }
  /** @param {{ weights?: 'average' | 'raw', digit?: number | null }} [options] */
  async samples({ weights = "average", digit = null } = {}) {
    await this.#asked(this.#client.show({ shown: weights, digit }));
    return loaded(this.#samples);
  }
  /** @param {Pick<RunOptions, 'preset' | 'seed' | 'settings'>} [options] */
  async reset({ preset, seed, settings = {} } = {}) {
    const found = this.presets.find(({ name }) => name === (preset ?? this.presets[0]?.name));
    if (!found) throw new RangeError(`There is no preset ${preset}; choose one of ${this.presets.map(({ name }) => name).join(", ")}.`);
    const configuration = joined(found.configuration, { ...settings, ...seed !== void 0 && { seed } });
    const { run } = await this.#asked(this.#client.reset(configuration));
    this.#begin(run);
    this.#rest();
  }
  async checkpoint() {
    return (await this.#asked(this.#client.checkpoint(true))).file;
  }
  /** @param {Uint8Array | ArrayBuffer | Blob} file */
  async restore(file) {
    const bytes = new Uint8Array(file instanceof Blob ? await file.arrayBuffer() : file);
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
function joined(configuration, settings) {
  const generatorAdam = { ...configuration.generatorAdam, ...settings.generatorAdam };
  const discriminatorAdam = { ...configuration.discriminatorAdam, ...settings.discriminatorAdam };
  return (
    /** @type {Configuration} */
    { ...configuration, ...settings, generatorAdam, discriminatorAdam }
  );
}
function loaded(value) {
  if (value === null) throw new TypeError("nothing is loaded yet");
  return value;
}
export {
  RunError,
  createRun
};
