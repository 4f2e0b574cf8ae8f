/**
 * The messages between the page and the training worker, and what each means. Types only: this module has no code.
 *
 * The page sends a {@link PageMessage} with a request number of its own; the worker answers each request with exactly one
 * {@link WorkerMessage} that carries the same number, and sends progress and loading messages unasked in between.
 *
 * @module
 */

/**
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Configuration} Configuration
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').ConfigurationLimits} ConfigurationLimits
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Preset} Preset
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').StepReport} StepReport
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Verdict} Verdict
 */

/**
 * What is drawn and judged.
 * @typedef {object} View
 * @property {'average' | 'raw'} shown whether the moving average of the generator's weights draws, or the weights themselves
 * @property {number | null} digit that all 64 images are asked to be; `null` for every digit in turn. A run without labels takes it
 *   for `null`
 */

// ---------------------------------------------------------------------------------------------- from the page to the worker

/**
 * Fetch the program and the images, then begin a run. Sent once, first. Answered by `ready` or `failed`.
 * @typedef {object} LoadMessage
 * @property {'load'} kind
 * @property {number} request
 * @property {string} package address of the directory that holds a directory for each build of the training program
 * @property {Flavour | null} flavour the build to try first; `null` for the best that this browser runs
 * @property {number | null} threads to use where the build knows threads; `null` for as many as are worth it
 * @property {string} images address of the MNIST images, an IDX file
 * @property {string} labels address of the MNIST labels, an IDX file
 * @property {string} judge address of the judge's weights, fetched once everything else is there
 * @property {Configuration | null} configuration of the first run; `null` asks for that of the preset
 * @property {string | null} preset name of the first run's configuration; the default where `null`, or where no preset has that name
 * @property {View} view of the first run
 */

/**
 * Train until told otherwise. Answered by `state` (training).
 * @typedef {object} TrainMessage
 * @property {'train'} kind
 * @property {number} request
 */

/**
 * Stop training after the step under way. Answered by `state` (paused), after the progress of every step taken.
 * @typedef {object} PauseMessage
 * @property {'pause'} kind
 * @property {number} request
 */

/**
 * Pause if training, then take exactly one step. Answered by `state` (paused), after that step's progress.
 * @typedef {object} StepMessage
 * @property {'step'} kind
 * @property {number} request
 */

/**
 * Throw the run away and begin another. Answered by `began`; or by `refused` when the configuration is invalid, and then
 * the current run goes on as if nothing had been asked.
 * @typedef {object} ResetMessage
 * @property {'reset'} kind
 * @property {number} request
 * @property {Configuration} configuration
 * @property {View} view
 */

/**
 * Draw, from now on, with other weights or another digit. Answered by `state`, after a progress message with new samples.
 * @typedef {View & { kind: 'show', request: number }} ShowMessage
 */

/** @typedef {LoadMessage | TrainMessage | PauseMessage | StepMessage | ResetMessage | ShowMessage} PageMessage */

// ---------------------------------------------------------------------------------------------- from the worker to the page

/**
 * How much has been downloaded so far. Sent unasked while loading.
 * @typedef {object} LoadingMessage
 * @property {'loading'} kind
 * @property {number} receivedBytes of all files together
 * @property {number | null} totalBytes of all files together; `null` as long as a server has not said how large one is
 */

/**
 * Everything is loaded and the first run stands at step 0. Answers `load`.
 * @typedef {object} ReadyMessage
 * @property {'ready'} kind
 * @property {number} request
 * @property {Configuration} defaults
 * @property {ConfigurationLimits} limits
 * @property {Preset[]} presets the default first
 * @property {number} imageCount how many training images were loaded
 * @property {Kernels} kernels
 * @property {Run} run
 */

/**
 * More threads take part in the training. Sent unasked, at any time after `ready`'s request.
 * @typedef {object} KernelsMessage
 * @property {'kernels'} kind
 * @property {Kernels} kernels
 */

/**
 * The judge gives verdicts from now on, or never will: the training goes on without it. Sent unasked, once, after `ready`.
 * @typedef {object} JudgeMessage
 * @property {'judge'} kind
 * @property {Failure | null} failure
 */

/**
 * The build of the training program that runs. Losses and images differ between builds in their last bits; with one build they
 * do not depend on the number of threads.
 * @typedef {object} Kernels
 * @property {Flavour} flavour
 * @property {number} threads that take part now, the worker among them; helpers join when they are ready
 * @property {PassedOver[]} passedOver builds that were tried before this one, or asked for in vain
 */

/**
 * A build of the training program:
 * - `simd128`: 128-bit SIMD, which every current browser has
 * - `relaxed`: relaxed SIMD, whose multiplication with addition is one instruction on most processors
 * - `threads`: relaxed SIMD, and a memory that several workers share
 * @typedef {'simd128' | 'relaxed' | 'threads'} Flavour
 */

/**
 * What keeps a build from running: the browser has no relaxed SIMD, or the page is not cross-origin isolated.
 * @typedef {'relaxedSimd' | 'isolation'} Obstacle
 */

/**
 * A build that does not run.
 * @typedef {object} PassedOver
 * @property {Flavour} flavour
 * @property {Obstacle | 'failed'} reason `failed` when it could not be fetched or started
 * @property {Failure | null} failure
 */

/**
 * A new run stands at step 0. Answers `reset`.
 * @typedef {object} BeganMessage
 * @property {'began'} kind
 * @property {number} request
 * @property {Run} run
 */

/**
 * A run before its first step.
 * @typedef {object} Run
 * @property {Configuration} configuration
 * @property {Samples} samples what the untrained generator draws
 */

/**
 * The worker trains, or does not. Answers `train`, `pause`, `step` and `show`.
 * @typedef {object} StateMessage
 * @property {'state'} kind
 * @property {number} request
 * @property {'training' | 'paused'} state
 * @property {number} stepsTaken
 */

/**
 * What happened since the last progress message. Sent unasked, at most 30 times a second while training; no step is left out.
 * @typedef {object} ProgressMessage
 * @property {'progress'} kind
 * @property {StepReport[]} reports one for each step, in order; may be empty when only the samples or the verdict are new
 * @property {Samples | null} samples the newest images, when some were drawn
 * @property {DatedVerdict | null} verdict the newest verdict, when one was given
 * @property {Milestone[]} readable every milestone that the run has passed, in order
 * @property {number} elapsedMilliseconds time spent training in this run; pauses do not count
 * @property {number | null} stepsPerSecond over the last two seconds of training; `null` until that can be told
 */

/**
 * 64 images of 28 x 28 grey pixels, 0 black to 255 white, that the generator draws from latents fixed by the seed.
 * @typedef {object} Samples
 * @property {number} step after which they were drawn
 * @property {View} view that they were drawn in
 * @property {Uint8Array} pixels
 */

/**
 * What the judge says of images of latents that were never used before, every digit in turn where there are labels.
 * @typedef {Verdict & Moment & Pick<View, 'shown'>} DatedVerdict
 */

/**
 * The first moment at which a verdict found so many images readable, and all ten digits among them.
 * @typedef {{ share: 0.8 | 0.9 } & Moment} Milestone
 */

/**
 * @typedef {object} Moment
 * @property {number} step
 * @property {number} elapsedMilliseconds time spent training until then
 */

/**
 * The configuration is invalid; the current run goes on. Answers `reset`.
 * @typedef {object} RefusedMessage
 * @property {'refused'} kind
 * @property {number} request
 * @property {string} sentence names the field and its range
 */

/**
 * The run, or the worker as a whole, cannot go on. Answers `load`, `step` or `reset`, or is sent unasked while training.
 * @typedef {object} FailedMessage
 * @property {'failed'} kind
 * @property {number | null} request the request that failed, if one was under way
 * @property {Failure} failure
 */

/**
 * Why something failed:
 * - `unreachable`: a file could not be fetched at all
 * - `missing`: the server answered, but not with the file (`detail` is the HTTP status)
 * - `interrupted`: the download of a file broke off
 * - `program`: the WebAssembly program could not be compiled or started
 * - `data`: the images or labels are not what they should be
 * - `diverged`: the training produced numbers it cannot go on with; a reset helps
 * - `trapped`: the program stopped in the middle of its work and its memory cannot be trusted any more
 * - `worker`: the worker itself could not be started
 * @typedef {'unreachable' | 'missing' | 'interrupted' | 'program' | 'data' | 'diverged' | 'trapped' | 'worker'} FailureCause
 */

/**
 * @typedef {object} Failure
 * @property {FailureCause} cause
 * @property {string} file the file that is to blame, as a person would look for it; empty when none is
 * @property {string} detail the sentence of the program or the browser
 */

/**
 * @typedef {LoadingMessage | ReadyMessage | KernelsMessage | JudgeMessage | BeganMessage | StateMessage | ProgressMessage
 *   | RefusedMessage | FailedMessage} WorkerMessage
 */

export {};
