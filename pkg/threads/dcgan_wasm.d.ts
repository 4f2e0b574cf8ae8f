/* tslint:disable */
/* eslint-disable */
/** Every choice that determines a training run. */
export interface Configuration {
    /** Channels of the feature maps next to the image; the 7x7 maps have twice as many. */
    baseWidth: number;
    /** Length of the latent vector z. */
    latentSize: number;
    /** Images in each real and each generated batch. */
    batchSize: number;
    /** Seed of every random number, a whole number below 2^32. */
    seed: number;
    /**
     * `nonSaturating`: mean(-log D(G(z))). `minimax`: mean(log(1 - D(G(z)))). `softmax`: softmax cross-entropy over a single logit, for D
     * as well, which is always 0.
     */
    generatorLoss: "nonSaturating" | "minimax" | "softmax";
    generatorAdam: AdamConfiguration;
    discriminatorAdam: AdamConfiguration;
    /** What both networks are told of an image: nothing, its label, a group found by its looks alone, or its label and its looks. */
    conditioning: "none" | "labels" | "clusters" | "labelsAndClusters";
    /** Groups of looks in all; `none` and `labels` do not look at it. */
    clusterCount: number;
    /** Whether G's turn looks again at the images of D's turn instead of fresh ones. */
    reuseFakes: boolean;
    /** Share of the past in the moving average of G's weights, for each step; 0 averages nothing. */
    averageDecay: number;
    /**
     * `twoOptimizers`: the gradient runs through D into G, and G's Adam moves G's variables. `stackedFrozen`: a third model stacks D,
     * frozen, on G. `stackedUnfrozen`: the same with D's freezing forgotten.
     */
    generatorTurn: "twoOptimizers" | "stackedFrozen" | "stackedUnfrozen";
    /** Whether the hidden layers normalise each batch. */
    batchNormalization: boolean;
    /** Rows and columns of the kernels of G's transposed convolutions: 4 or 5. */
    kernelSize: number;
    /** How many of the data's images are trained on, from the first; 0 for all. */
    imageLimit: number;
}

/** A configuration with a name. */
export interface Preset {
    name: "fast" | "unlabelled" | "plain" | "answer" | "tutorial" | "tiny";
    configuration: Configuration;
}

/** Which of G's weights make the images that are shown: their moving average, or those that train. */
export type Shown = "average" | "raw";

/** Settings of one Adam optimiser. */
export interface AdamConfiguration {
    learningRate: number;
    beta1: number;
    beta2: number;
}

/** The permitted values of one setting, both ends included. */
export interface Range {
    minimum: number;
    maximum: number;
}

/** The permitted values of every numeric setting. */
export interface ConfigurationLimits {
    baseWidth: Range;
    latentSize: Range;
    batchSize: Range;
    seed: Range;
    learningRate: Range;
    beta1: Range;
    beta2: Range;
    clusterCount: Range;
    averageDecay: Range;
    kernelSize: Range;
    imageLimit: Range;
}

/** What one step did. */
export interface StepReport {
    /** The step's number; the first is 1. */
    step: number;
    /** mean(-log D(x)), the first part of D's loss. */
    discriminatorLossReal: number;
    /** mean(-log(1 - D(G(z)))), the second part of D's loss. */
    discriminatorLossFake: number;
    /** G's loss in the configured form. */
    generatorLoss: number;
    /** Mean D(x), before D's update. */
    meanRealProbability: number;
    /** Mean D(G(z)) in D's turn, before D's update. */
    meanFakeProbabilityBefore: number;
    /** Mean D(G(z)) in G's turn, after D's update. */
    meanFakeProbabilityAfter: number;
    /** The norm of each layer's gradient: D's layers in D's turn, then G's layers in G's turn. */
    gradientNorms: GradientNorm[];
}

/** What the judge says of many generated images. Shares lie between 0 and 1. */
export interface Verdict {
    /** Images judged. */
    count: number;
    /** Share of images that the judge reads as one digit, with more than 0.9 of its belief. */
    readable: number;
    /** How many images are readable as each of the ten digits. */
    byDigit: number[];
    /** Share of images that the judge holds to be no digit at all. */
    notDigits: number;
    /** How many of the ten digits at least 2 % of the images are readable as. */
    digitsCovered: number;
    /** How much the images of a digit differ from each other; 1 is as much as MNIST's test images do. */
    diversity: number;
    /** The Frechet distance of the judge's features from those of MNIST's test images; 0 is the same distribution. */
    frechetDistance: number;
    /** Share of images that are readable as the digit that was asked for; null without labels. */
    asAsked: number | null;
}

/** The Euclidean norm of the gradient of a network's loss with respect to one layer's variables. */
export interface GradientNorm {
    network: "generator" | "discriminator";
    layer: string;
    norm: number;
}

/** What stands at a corner of the latent square: one of the 64 latent vectors, and the digit that it is asked to be. */
export interface Corner {
    sample: number;
    digit: number | null;
}

/** A step looked at closely, without its arrays. */
export interface AnatomyNumbers {
    step: number;
    batchSize: number;
    /** How many images of each batch are told. */
    count: number;
    discriminator: DiscriminatorNumbers;
    /** `null` while the step is half taken. */
    generator: GeneratorNumbers | null;
}

/** What happened in D's turn. */
export interface DiscriminatorNumbers {
    realLogits: number[];
    fakeLogits: number[];
    lossReal: number;
    lossFake: number;
    meanRealProbability: number;
    meanFakeProbability: number;
    gradientNorms: GradientNorm[];
    moved: Movement;
}

/** What happened in G's turn. */
export interface GeneratorNumbers {
    logits: number[];
    loss: number;
    meanFakeProbability: number;
    gradientNorms: GradientNorm[];
    moved: Movement;
    /** Where one stacked model takes G's turn: the largest difference between its gradients and those of two optimisers. */
    stackedDifference: number | null;
}

/** How far a turn moved the weights of each network. */
export interface Movement {
    discriminator: number;
    generator: number;
}

/** What D thinks of an image, without the array. */
export interface OpinionNumbers {
    logit: number;
    /** The digit that D took it for; `null` where the networks are told no digits. */
    digit: number | null;
}

/** Which images of a quiz are real, and what D says of each. */
export interface QuizFacts {
    areReal: boolean[];
    logits: number[];
}



/**
 * A step looked at closely.
 */
export class Anatomy {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * All of it but the arrays.
     */
    numbers(): AnatomyNumbers;
    /**
     * Pixels of the generated images of G's turn; none while the step is half taken.
     */
    readonly fakeOfGeneratorTurn: Uint8Array;
    /**
     * Pixels of the generated images of D's turn.
     */
    readonly fake: Uint8Array;
    /**
     * The latent vectors of the generated images of D's turn.
     */
    readonly latents: Float32Array;
    /**
     * Pixels of the real images.
     */
    readonly real: Uint8Array;
    /**
     * What D tells G of each of their pixels.
     */
    readonly wishes: Float32Array;
}

/**
 * Images with labels, parsed once and shared by the trainers made from it.
 */
export class Dataset {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads a pair of IDX files of 28x28 images and their labels, each gzipped or not.
     */
    constructor(images: Uint8Array | number[], labels: Uint8Array | number[]);
    /**
     * How many images there are.
     */
    readonly length: number;
}

/**
 * A reader of digits, who says of generated images whether they can be read.
 */
export class Judge {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads `data/judge.safetensors`.
     */
    constructor(bytes: Uint8Array | number[]);
}

/**
 * A moment of a run, to go back to.
 */
export class Moment {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Makes room for so many moments like this one, as far as there is any: a memory of WebAssembly never shrinks, so that room once
     * made is found again. Room that nothing is kept in yet takes none of the machine's memory.
     */
    reserve(count: number): void;
    /**
     * The memory that it takes.
     */
    readonly bytes: number;
}

/**
 * What D thinks of an image.
 */
export class Opinion {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * All of it but the array.
     */
    numbers(): OpinionNumbers;
    /**
     * The slope of the logit at each pixel.
     */
    readonly wishes: Float32Array;
}

/**
 * Real and generated images.
 */
export class Quiz {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Which are real, and what D says.
     */
    facts(): QuizFacts;
    /**
     * 28x28 pixels each.
     */
    readonly pixels: Uint8Array;
}

/**
 * A run that was read from a file, and what its caller had put beside it.
 */
export class Restored {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The run itself; this is gone then.
     */
    take(): Trainer;
    /**
     * The numbers of the caller's.
     */
    readonly history: Float32Array;
    /**
     * The text of the caller's.
     */
    readonly notes: string;
}

/**
 * A training run.
 */
export class Trainer {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The latest turn, if it was looked at.
     */
    anatomy(): Anatomy | undefined;
    /**
     * What D thinks of an image of 28x28 pixels, said to be a digit or not.
     */
    ask(pixels: Uint8Array | number[], digit?: number | null): Opinion;
    /**
     * A run that continues from a moment of this one, with other settings of how is trained.
     */
    branch(moment: Moment, configuration: Configuration): Trainer;
    /**
     * The run as a file, with numbers and a text of the caller's; a step must not be half taken.
     */
    checkpoint(history: Float32Array | number[], notes: string): Uint8Array;
    /**
     * The same with the weights of a moment of this run.
     */
    imagineAt(moment: Moment, shown: Shown, corners: [Corner, Corner, Corner, Corner], points: Float32Array | number[]): Uint8Array;
    /**
     * What G draws between four corners: 28x28 pixels for each point, of which `points` holds two numbers from 0 to 1.
     */
    imagine(shown: Shown, corners: [Corner, Corner, Corner, Corner], points: Float32Array | number[]): Uint8Array;
    /**
     * What the judge says of `count` images of latent vectors that were never used before. Training goes on as if none had been
     * drawn.
     */
    judge(judge: Judge, shown: Shown, count: number): Verdict;
    /**
     * Keeps this moment; a step must not be half taken.
     */
    keep(): Moment;
    /**
     * A new run. The data set stays usable for other runs.
     */
    constructor(configuration: Configuration, dataset: Dataset);
    /**
     * Images to be told apart.
     */
    quiz(): Quiz;
    /**
     * The run that a file holds, on the data set that it was trained on. The data set stays usable for other runs.
     */
    static restore(file: Uint8Array | number[], dataset: Dataset): Restored;
    /**
     * The images of 64 latent vectors that stay the same through the run: 28x28 grey pixels each, 0 for paper. A digit makes all
     * of them that digit, where there are labels.
     */
    samples(shown: Shown, digit?: number | null): Uint8Array;
    /**
     * Takes one whole adversarial step: the discriminator's turn, then the generator's.
     */
    step(): StepReport;
    /**
     * Takes the next half of a step; the step's report after its second half.
     */
    takeTurn(): StepReport | undefined;
    /**
     * Looks at turns closely from now on, or no longer.
     */
    watch(is_watched: boolean): void;
    /**
     * The weights of both networks as a safetensors file whose metadata has `configuration`, a text.
     */
    weights(configuration: string): Uint8Array;
    /**
     * The settings of this run.
     */
    readonly configuration: Configuration;
    /**
     * Whether G's turn is next.
     */
    readonly isHalfWay: boolean;
    /**
     * How many steps have been taken.
     */
    readonly stepsTaken: number;
}

/**
 * The permitted values of every numeric setting.
 */
export function configurationLimits(): ConfigurationLimits;

/**
 * The configuration that shows digits soon.
 */
export function defaultConfiguration(): Configuration;

/**
 * Every named configuration; the first is the default.
 */
export function presets(): Preset[];

/**
 * Joins the threads that kernels run on, and never returns. For a worker of its own, with the trainer's module and memory.
 */
export function serveThread(): void;

/**
 * Makes a panic, which is a defect of this program, say what happened on the console, and to JavaScript as `globalThis.dcganPanic`,
 * instead of only trapping.
 */
export function start(): void;

/**
 * How many threads kernels run on now: the trainer's, and every one that has joined.
 */
export function threadCount(): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly __wbg_anatomy_free: (a: number, b: number) => void;
    readonly __wbg_dataset_free: (a: number, b: number) => void;
    readonly __wbg_judge_free: (a: number, b: number) => void;
    readonly __wbg_moment_free: (a: number, b: number) => void;
    readonly __wbg_opinion_free: (a: number, b: number) => void;
    readonly __wbg_quiz_free: (a: number, b: number) => void;
    readonly __wbg_restored_free: (a: number, b: number) => void;
    readonly __wbg_trainer_free: (a: number, b: number) => void;
    readonly anatomy_fake: (a: number) => [number, number];
    readonly anatomy_fakeOfGeneratorTurn: (a: number) => [number, number];
    readonly anatomy_latents: (a: number) => [number, number];
    readonly anatomy_numbers: (a: number) => [number, number, number];
    readonly anatomy_real: (a: number) => [number, number];
    readonly anatomy_wishes: (a: number) => [number, number];
    readonly configurationLimits: () => [number, number, number];
    readonly dataset_length: (a: number) => number;
    readonly dataset_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly defaultConfiguration: () => [number, number, number];
    readonly judge_new: (a: number, b: number) => [number, number, number];
    readonly moment_bytes: (a: number) => number;
    readonly moment_reserve: (a: number, b: number) => void;
    readonly opinion_numbers: (a: number) => [number, number, number];
    readonly opinion_wishes: (a: number) => [number, number];
    readonly presets: () => [number, number, number];
    readonly quiz_facts: (a: number) => [number, number, number];
    readonly quiz_pixels: (a: number) => [number, number];
    readonly restored_history: (a: number) => [number, number];
    readonly restored_notes: (a: number) => [number, number];
    readonly restored_take: (a: number) => number;
    readonly serveThread: () => void;
    readonly start: () => void;
    readonly threadCount: () => number;
    readonly trainer_anatomy: (a: number) => number;
    readonly trainer_ask: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly trainer_branch: (a: number, b: number, c: any) => [number, number, number];
    readonly trainer_checkpoint: (a: number, b: number, c: number, d: number, e: number) => [number, number, number, number];
    readonly trainer_configuration: (a: number) => [number, number, number];
    readonly trainer_imagine: (a: number, b: any, c: any, d: number, e: number) => [number, number, number, number];
    readonly trainer_imagineAt: (a: number, b: number, c: any, d: any, e: number, f: number) => [number, number, number, number];
    readonly trainer_isHalfWay: (a: number) => number;
    readonly trainer_judge: (a: number, b: number, c: any, d: number) => [number, number, number];
    readonly trainer_keep: (a: number) => [number, number, number];
    readonly trainer_new: (a: any, b: number) => [number, number, number];
    readonly trainer_quiz: (a: number) => [number, number, number];
    readonly trainer_restore: (a: number, b: number, c: number) => [number, number, number];
    readonly trainer_samples: (a: number, b: any, c: number) => [number, number, number, number];
    readonly trainer_step: (a: number) => [number, number, number];
    readonly trainer_stepsTaken: (a: number) => number;
    readonly trainer_takeTurn: (a: number) => [number, number, number];
    readonly trainer_watch: (a: number, b: number) => void;
    readonly trainer_weights: (a: number, b: number, c: number) => [number, number, number, number];
    readonly memory: WebAssembly.Memory;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_thread_destroy: (a?: number, b?: number, c?: number) => void;
    readonly __wbindgen_start: (a: number) => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput, memory?: WebAssembly.Memory, thread_stack_size?: number }} module - Passing `SyncInitInput` directly is deprecated.
 * @param {WebAssembly.Memory} memory - Deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput, memory?: WebAssembly.Memory, thread_stack_size?: number } | SyncInitInput, memory?: WebAssembly.Memory): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput>, memory?: WebAssembly.Memory, thread_stack_size?: number }} module_or_path - Passing `InitInput` directly is deprecated.
 * @param {WebAssembly.Memory} memory - Deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput>, memory?: WebAssembly.Memory, thread_stack_size?: number } | InitInput | Promise<InitInput>, memory?: WebAssembly.Memory): Promise<InitOutput>;
