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
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').GradientNorm} GradientNorm
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
 * @property {Files} files
 * @property {Flavour | null} flavour the build to try first; `null` for the best that this browser runs
 * @property {number | null} threads to use where the build knows threads; `null` for as many as are worth it
 * @property {Configuration | null} configuration of the first run; `null` asks for that of the preset
 * @property {string | null} preset name of the first run's configuration; the default where `null`, or where no preset has that name
 * @property {Uint8Array | null} checkpoint a run as a file, which is gone on with in place of a new one; `null` for a new one
 * @property {View} view of the first run
 */

/**
 * What the training is made of: where each file is to be had, or its bytes.
 * @typedef {object} Files
 * @property {string} root address of the folder that they lie in: what lies there is called by its path when something is told of it
 * @property {Partial<Record<Flavour, RemoteFile | Uint8Array<ArrayBuffer>>>} program the WebAssembly module of each build that there is
 * @property {RemoteFile | Uint8Array<ArrayBuffer>} images the MNIST images or others, an IDX file
 * @property {RemoteFile | Uint8Array<ArrayBuffer>} labels of the images, an IDX file
 * @property {RemoteFile | Uint8Array<ArrayBuffer>} judge the judge's weights, fetched once everything else is there
 */

/**
 * A file of which is known what it has to be.
 * @typedef {object} RemoteFile
 * @property {string} address
 * @property {string} integrity its hash as an `integrity` attribute has it; where there are several, any of them
 */

/**
 * Train until told otherwise, or until exactly so many steps have been taken in the run; then `rested` follows. Answered by `state`
 * (training, or paused where there is nothing left to do).
 * @typedef {object} TrainMessage
 * @property {'train'} kind
 * @property {number} request
 * @property {number | null} until
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

/**
 * Pause if training, then take the next half of a step: D's turn, or the G's turn that belongs to the D's turn before. Answered by
 * `state` (paused), after its progress. `train` and `step` finish a step that was begun so.
 * @typedef {object} TurnMessage
 * @property {'turn'} kind
 * @property {number} request
 */

/**
 * Take one turn, D's and G's by turns, each so many milliseconds from now on while training; `null` trains as fast as it goes.
 * Answered by `state`.
 * @typedef {object} PaceMessage
 * @property {'pace'} kind
 * @property {number} request
 * @property {number | null} millisecondsPerTurn
 */

/**
 * Look at a step closely now and then, or no longer: progress messages carry an anatomy a few times a second, and one for every
 * `turn`, `step` and slow turn. Answered by `state`, after a progress message with the anatomy of the latest turn, if it was looked at.
 * @typedef {object} WatchMessage
 * @property {'watch'} kind
 * @property {number} request
 * @property {boolean} watched
 */

/**
 * Go back to a kept moment and continue from there with other settings. Answered by `began`; or by `refused` when the configuration is
 * invalid, asks for networks of another shape, or the moment is no longer kept, and then the current run goes on.
 * @typedef {object} BranchMessage
 * @property {'branch'} kind
 * @property {number} request
 * @property {number} step of the moment
 * @property {Configuration} configuration
 * @property {View} view
 */

/**
 * Draw images between four corners. May be asked at any time, training or not. Answered by `imagined`.
 * @typedef {object} ImagineMessage
 * @property {'imagine'} kind
 * @property {number} request
 * @property {number | null} at the step of a kept moment whose generator draws; `null` for the present one
 * @property {View['shown']} shown
 * @property {[Corner, Corner, Corner, Corner]} corners of a square: left above, right above, left below, right below
 * @property {number[]} points two numbers from 0 to 1 each: how far right, and how far down; at most 64 points
 */

/**
 * What stands at a corner of the latent square.
 * @typedef {object} Corner
 * @property {number} sample which of the 64 fixed latent vectors, from 0
 * @property {number | null} digit that it is asked to be; `null` for what the grid shows there. A run without labels takes it for `null`
 */

/**
 * Ask D what it thinks of an image. D judges it among real images, as it does in training. Answered by `opinion`.
 * @typedef {object} AskMessage
 * @property {'ask'} kind
 * @property {number} request
 * @property {Uint8Array} pixels 28 x 28, 0 for paper and 255 for ink
 * @property {number | null} digit that it is said to be; `null` lets D take it for the class whose images it resembles most
 */

/**
 * Ask for images, real and generated ones mixed, to be told apart. Answered by `quiz`.
 * @typedef {object} QuizMessage
 * @property {'quiz'} kind
 * @property {number} request
 */

/**
 * Ask for the weights of both networks as a file. Answered by `weights`.
 * @typedef {object} WeightsMessage
 * @property {'weights'} kind
 * @property {number} request
 */

/**
 * Ask for the run as a file. Training goes on. Answered by `checkpoint`, or by `refused` where a step is half taken and not to be finished
 * for it.
 * @typedef {object} CheckpointMessage
 * @property {'checkpoint'} kind
 * @property {number} request
 * @property {boolean} finishesStep whether a step that is half taken is finished first, and told
 */

/**
 * Ask for a sign of life. Answered by `pong`, between two slices of training and even while files are being fetched.
 * @typedef {object} PingMessage
 * @property {'ping'} kind
 * @property {number} request
 */

/**
 * Put the run that a file holds in the place of the current one. Answered by `began`; or by `refused` when the file holds none that can
 * go on here, and then the current run goes on.
 * @typedef {object} RestoreMessage
 * @property {'restore'} kind
 * @property {number} request
 * @property {Uint8Array} file
 * @property {View} view
 */

/**
 * Train on other images: begin a new run on them in the place of the current one, or go on with one. Answered by `began`; or by `refused` when
 * the files are not what they should be or the configuration asks for something that they lack, and then the current run goes on, on its
 * own images.
 * @typedef {object} AdoptMessage
 * @property {'adopt'} kind
 * @property {number} request
 * @property {Uint8Array} images an IDX file
 * @property {Uint8Array} labels an IDX file
 * @property {Configuration} configuration of a new run
 * @property {Uint8Array | null} checkpoint the run to go on with, as a file; `null` for a new one
 * @property {View} view
 */

/**
 * @typedef {LoadMessage | TrainMessage | PauseMessage | StepMessage | ResetMessage | ShowMessage | TurnMessage | PaceMessage
 *   | WatchMessage | BranchMessage | ImagineMessage | AskMessage | QuizMessage | WeightsMessage | CheckpointMessage
 *   | RestoreMessage | AdoptMessage | PingMessage} PageMessage
 */

// ---------------------------------------------------------------------------------------------- from the worker to the page

/**
 * Whoever answers is there and hears messages. Sent unasked, once, first.
 * @typedef {{ kind: 'listening' }} ListeningMessage
 */

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
 * @property {string | null} refusal says why the file of a run was not gone on with, where one was given in vain
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
 * What keeps a build from running: the browser has no relaxed SIMD, the page is not cross-origin isolated, or this copy of the demo comes
 * without the build, or without the helpers that it needs.
 * @typedef {'relaxedSimd' | 'isolation' | 'absent'} Obstacle
 */

/**
 * A build that does not run.
 * @typedef {object} PassedOver
 * @property {Flavour} flavour
 * @property {Obstacle | 'failed'} reason `failed` when it could not be fetched or started
 * @property {Failure | null} failure
 */

/**
 * Another run stands. Answers `reset`, `branch`, `restore` and `adopt`.
 * @typedef {object} BeganMessage
 * @property {'began'} kind
 * @property {number} request
 * @property {Run} run
 */

/**
 * A run that begins: before its first step; as a branch of the run before, at a kept moment of it; or where a file left it.
 * @typedef {object} Run
 * @property {Configuration} configuration
 * @property {Samples} samples what the generator draws now; `samples.step` is the step at which the run begins, 0 for a new one
 * @property {number} elapsedMilliseconds time spent training until then
 * @property {readonly Milestone[]} milestones that it had passed by then
 * @property {Float32Array | null} history every loss so far of a run from a file, as numbers of loss-history.js; `null` for any other
 */

/**
 * A loss or a gradient was no number: that update was not applied, and the run stands again, paused, where it was last kept. Sent unasked.
 * @typedef {object} RevertedMessage
 * @property {'reverted'} kind
 * @property {Run} run
 * @property {Failure} failure what happened, and after which step
 */

/**
 * The worker trains, or does not. Answers `train`, `pause`, `step`, `show`, `turn`, `pace` and `watch`.
 * @typedef {object} StateMessage
 * @property {'state'} kind
 * @property {number} request
 * @property {'training' | 'paused'} state
 * @property {number} stepsTaken
 * @property {Turn} nextTurn
 */

/**
 * Training has stopped by itself, after as many steps as were asked for. Sent unasked, after the progress of all of them.
 * @typedef {object} RestedMessage
 * @property {'rested'} kind
 * @property {number} stepsTaken
 */

/**
 * A half of a step, named after the network that learns in it.
 * @typedef {'discriminator' | 'generator'} Turn
 */

/**
 * What happened since the last progress message. Sent unasked, at most eight times a second while training; no step is left out.
 * @typedef {object} ProgressMessage
 * @property {'progress'} kind
 * @property {StepReport[]} reports one for each step, in order; may be empty when only the samples or the verdict are new
 * @property {Samples | null} samples the newest images, when some were drawn
 * @property {DatedVerdict | null} verdict the newest verdict, when one was given
 * @property {Milestone[]} readable every milestone that the run has passed, in order
 * @property {Anatomy | null} anatomy of the latest turn, when it was looked at closely
 * @property {KeptMoment | null} kept the newest moment to which one can go back
 * @property {number[]} forgotten steps of moments that are no longer kept, to make room
 * @property {number} elapsedMilliseconds time spent training in this run; pauses do not count
 * @property {number | null} stepsPerSecond over the last two seconds of training; `null` until that can be told
 * @property {number} asleepMilliseconds since the last progress message, in which the device slept or the browser had frozen the page
 */

/**
 * 64 images of 28 x 28 grey pixels, 0 black to 255 white, that the generator draws from latents fixed by the seed.
 * @typedef {object} Samples
 * @property {number} step after which they were drawn
 * @property {View} view that they were drawn in
 * @property {Uint8Array} pixels
 */

/**
 * A moment of the run that is kept, with everything needed to go on from it.
 * @typedef {{ samples: Samples } & Moment} KeptMoment
 */

/**
 * A step, or its first half, looked at closely: what went through both networks, and what came back. Of each batch the first images.
 * @typedef {object} Anatomy
 * @property {number} step that the turn belongs to; the first is 1
 * @property {Turn} turn the latest turn: after `discriminator` the step is half taken, and `generator` is `null`
 * @property {number} batchSize
 * @property {number} count how many images of each batch are told, at most 8
 * @property {Float32Array} latents of the generated images of D's turn, as many numbers each as the latent vector has
 * @property {DiscriminatorTurn} discriminator
 * @property {GeneratorTurn | null} generator
 */

/**
 * What happened in D's turn, before its update unless said otherwise.
 * @typedef {object} DiscriminatorTurn
 * @property {Uint8Array} real images of 28 x 28 pixels, 0 for paper and 255 for ink
 * @property {Uint8Array} fake images likewise
 * @property {number[]} realLogits
 * @property {number[]} fakeLogits
 * @property {number} lossReal mean over the whole batch, as in {@link StepReport}
 * @property {number} lossFake
 * @property {number} meanRealProbability
 * @property {number} meanFakeProbability
 * @property {GradientNorm[]} gradientNorms of D's layers
 * @property {Movement} moved
 */

/**
 * What happened in G's turn.
 * @typedef {object} GeneratorTurn
 * @property {Uint8Array} fake images likewise; those of D's turn again where the configuration reuses them
 * @property {number[]} logits of the updated D
 * @property {number} loss mean over the whole batch
 * @property {number} meanFakeProbability
 * @property {Float32Array} wishes what D tells G, 28 x 28 numbers for each image: the gradient of that image's own term of G's loss with
 *   respect to its pixels, from -1 (paper) to 1 (ink), with the sign turned around. Above 0: more ink would lower G's loss
 * @property {GradientNorm[]} gradientNorms of G's layers
 * @property {Movement} moved
 * @property {number | null} stackedDifference where G's turn is done by one stacked model with D frozen: the largest difference between
 *   its gradients of G's weights and those of two optimisers
 */

/**
 * How far the weights of each network moved in a turn: the Euclidean norm of the change of all its variables together.
 * @typedef {object} Movement
 * @property {number} discriminator
 * @property {number} generator
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
 * The images asked for. Answers `imagine`.
 * @typedef {object} ImaginedMessage
 * @property {'imagined'} kind
 * @property {number} request
 * @property {Uint8Array} pixels 28 x 28 for each point
 */

/**
 * What D thinks of an image. Answers `ask`.
 * @typedef {object} OpinionMessage
 * @property {'opinion'} kind
 * @property {number} request
 * @property {Opinion} opinion
 */

/**
 * @typedef {object} Opinion
 * @property {number} logit
 * @property {number} probability that it is real, sigmoid(logit)
 * @property {number | null} digit that D took it for; `null` where the networks are told no digits
 * @property {Float32Array} wishes the gradient of the logit with respect to each pixel: above 0, more ink would look more real
 */

/**
 * Images to be told apart. Answers `quiz`.
 * @typedef {object} Quiz
 * @property {Uint8Array} pixels 28 x 28 each
 * @property {boolean[]} areReal
 * @property {number[]} logits what D says of each, real ones judged among real images and generated ones among generated
 *
 * @typedef {object} QuizAnswerMessage
 * @property {'quiz'} kind
 * @property {number} request
 * @property {Quiz} quiz
 */

/**
 * The weights of both networks under PyTorch's names, as safetensors. Answers `weights`.
 * @typedef {object} WeightsFileMessage
 * @property {'weights'} kind
 * @property {number} request
 * @property {Uint8Array} file
 */

/**
 * The run as a file. Answers `checkpoint`.
 * @typedef {object} CheckpointFileMessage
 * @property {'checkpoint'} kind
 * @property {number} request
 * @property {Uint8Array<ArrayBuffer>} file
 * @property {number} stepsTaken
 * @property {Turn} nextTurn
 */

/**
 * The worker hears. Answers `ping`.
 * @typedef {{ kind: 'pong', request: number }} PongMessage
 */

/**
 * What was asked for cannot be done; the current run goes on. Answers `reset`, `branch`, `restore` and `adopt`, and questions.
 * @typedef {object} RefusedMessage
 * @property {'refused'} kind
 * @property {number} request
 * @property {string} sentence says what is wrong with it, and what would do
 */

/**
 * The worker cannot go on. Answers any request, or is sent unasked while training.
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
 * - `corrupt`: a file came whole, but is another than this version of the page was published with
 * - `program`: the WebAssembly program could not be compiled or started
 * - `data`: the images or labels are not what they should be
 * - `diverged`: the training produced numbers it cannot go on with, and went back to where it was last kept
 * - `trapped`: the program stopped in the middle of its work and its memory cannot be trusted any more
 * - `memory`: the browser gave the program no more memory
 * - `silent`: the worker has not answered for so long that it must be gone, or caught in something
 * - `worker`: the worker itself could not be started, or broke off
 * - `browser`: the browser cannot run such a worker at all
 * @typedef {'unreachable' | 'missing' | 'replaced' | 'interrupted' | 'corrupt' | 'program' | 'data' | 'diverged' | 'trapped' | 'memory'
 *   | 'silent' | 'worker' | 'browser'} FailureCause
 */

/**
 * @typedef {object} Failure
 * @property {FailureCause} cause
 * @property {string} file the file that is to blame, as a person would look for it; empty when none is
 * @property {string} detail the sentence of the program or the browser
 * @property {number} [standsAt] the step from which the run goes on
 * @property {readonly import('./suspects.js').Suspect[]} [suspects] what may be to blame for a run that diverged
 */

/**
 * @typedef {ListeningMessage | LoadingMessage | ReadyMessage | KernelsMessage | JudgeMessage | BeganMessage | StateMessage | RestedMessage
 *   | ProgressMessage | ImaginedMessage | OpinionMessage | QuizAnswerMessage | WeightsFileMessage | CheckpointFileMessage | RefusedMessage
 *   | RevertedMessage | PongMessage | FailedMessage} WorkerMessage
 */

export {};
