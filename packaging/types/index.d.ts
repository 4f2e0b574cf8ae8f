import type {
  Configuration,
  ConfigurationLimits,
  Preset,
  StepReport,
  Verdict as JudgeVerdict,
} from './web.js';

export type {
  AdamConfiguration,
  Configuration,
  ConfigurationLimits,
  GradientNorm,
  Preset,
  Range,
  StepReport,
} from './web.js';

/** A build of the training program: plain SIMD, relaxed SIMD, or relaxed SIMD on several threads. */
export type Kernel = 'simd128' | 'relaxed' | 'threads';

/** Some settings of a configuration; the others stay those of the preset. */
export type Settings = {
  [Name in keyof Configuration]?: Configuration[Name] extends object ? Partial<Configuration[Name]> : Configuration[Name];
};

export interface RunOptions {
  /** The preset that the run begins from; `fast` unless told. */
  preset?: Preset['name'];
  /** Seed of every random number: the same seed, settings and build give the same bits. */
  seed?: number;
  /** What differs from the preset. */
  settings?: Settings;
  /** The build to use; the best that this browser and page can run, unless told. */
  kernel?: Kernel;
  /** How many threads, where the build has some and the page is cross-origin isolated. */
  threads?: number;
  /** Told how much has been downloaded. */
  onLoading?: (progress: { receivedBytes: number; totalBytes: number | null }) => void;
}

/** 64 images of 28 x 28 grey pixels, 0 black to 255 white, of latent vectors that stay the same. */
export interface Samples {
  /** After which step they were drawn. */
  step: number;
  pixels: Uint8Array;
}

/** What the judge says of images of latent vectors that were never used before. */
export interface Verdict extends JudgeVerdict {
  step: number;
  elapsedMilliseconds: number;
}

/** What each event of a run tells, by its name. */
export interface RunEvents {
  /** Every step since the last time, at most eight times a second. */
  step: { steps: number; reports: StepReport[]; elapsedMilliseconds: number; stepsPerSecond: number | null };
  /** New images, drawn now and then while it trains. */
  samples: Samples;
  verdict: Verdict;
  /** For the first time so large a share of the images is readable, all ten digits among them. */
  readable: { share: 0.8 | 0.9; step: number; elapsedMilliseconds: number };
  /** More threads take part. */
  kernel: { kernel: Kernel; threads: number };
}

export interface TrainOptions {
  /** How many steps the run shall have taken in all when training stops by itself; it goes on until paused, unless told. */
  until?: number;
  /** Pauses when it is aborted. */
  signal?: AbortSignal;
}

/** A run in a worker of its own. */
export interface Run {
  readonly configuration: Configuration;
  /** How many steps it has taken. */
  readonly steps: number;
  readonly isTraining: boolean;
  /** The build that trains, and on how many threads. */
  readonly kernel: { kernel: Kernel; threads: number };
  readonly presets: readonly Preset[];
  /** What values each setting may have. */
  readonly limits: ConfigurationLimits;
  /** How many real images it learns from. */
  readonly imageCount: number;

  /** Trains; resolves with the steps taken in all once it has stopped. */
  train(options?: TrainOptions): Promise<number>;
  /** Trains, and gives every step's report; leaving the loop pauses. */
  trained(options?: TrainOptions): AsyncGenerator<StepReport, void, void>;
  pause(): Promise<void>;
  /** Takes exactly so many steps; their reports. */
  step(count?: number): Promise<StepReport[]>;
  /** What the generator draws now: with its averaged weights unless told, and every digit unless one is asked for. */
  samples(options?: { weights?: 'average' | 'raw'; digit?: number | null }): Promise<Samples>;
  /** Begins again, with other settings. Rejects with a sentence that names a wrong one; then the run goes on. */
  reset(options?: Pick<RunOptions, 'preset' | 'seed' | 'settings'>): Promise<void>;
  /** The whole run as a file, from which it goes on bit for bit with the same build. */
  checkpoint(): Promise<Uint8Array>;
  /** Goes on from such a file. Rejects with a sentence if it is none; then the run goes on. */
  restore(file: Uint8Array | ArrayBuffer | Blob): Promise<void>;
  /** The weights of both networks under PyTorch's names, as safetensors. */
  weights(): Promise<Uint8Array>;
  /** Listens; what it returns stops that. */
  on<Name extends keyof RunEvents>(event: Name, listener: (told: RunEvents[Name]) => void): () => void;
  /** Ends the worker. */
  close(): void;
}

/** The run, or what it needs, failed; the message says why. */
export class RunError extends Error {
  /** `unreachable`, `missing`, `interrupted`, `program`, `data`, `diverged`, after which the run goes on, `trapped`, `memory`, `silent` or `worker`. */
  readonly cause: string;
  /** The file that is to blame, or nothing. */
  readonly file: string;
}

/**
 * Loads the program and the images, and begins a run that waits for its first step.
 *
 * ```js
 * const run = await createRun({ preset: 'fast', seed: 1 });
 * for await (const { step, generatorLoss } of run.trained({ until: 1000 })) console.log(step, generatorLoss);
 * const { pixels } = await run.samples();
 * run.close();
 * ```
 */
export function createRun(options?: RunOptions): Promise<Run>;
