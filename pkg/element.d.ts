import type { Configuration, StepReport, Verdict } from './web.js';

/** What a demo is doing; `idle` before anything is loaded. */
export type DemoState =
  | 'idle'
  | 'loading'
  | 'ready'
  | 'training'
  | 'pausing'
  | 'stepping'
  | 'resetting'
  | 'paused'
  | 'failed';

/** What each event of a demo tells, by its name. */
export interface DemoEvents {
  /** The first run stands. */
  ready: { configuration: Configuration };
  state: { state: DemoState };
  /** About eight times a second while it trains: every step since the last time. */
  step: { steps: number; reports: StepReport[]; elapsedMilliseconds: number; stepsPerSecond: number | null };
  /** What the judge says of fresh images. */
  verdict: Verdict & { step: number; elapsedMilliseconds: number; shown: 'average' | 'raw' };
  /** For the first time so large a share of the images is readable, all ten digits among them. */
  readable: { share: 0.8 | 0.9; step: number; elapsedMilliseconds: number };
  /** With the cause `settings`, an attribute or a setting is wrong and ignored, and the run goes on. */
  error: { sentence: string; cause: string; detail: string };
  /** Every few seconds while it trains, and whenever it rests: the run as a file, for `restore`. */
  checkpoint: { file: Uint8Array<ArrayBuffer>; steps: number };
  /** The worker failed, and another goes on by itself. */
  recovered: { cause: string; steps: number };
}

/** `<dcgan-demo>`: a DCGAN that trains live where it stands. Each property but the read-only ones is the attribute of its name. */
export class DcganDemo extends HTMLElement {
  /** `fast` (the default), `unlabelled`, `plain`, `answer`, `tutorial` or `tiny`; another begins another run. */
  preset: string | null;
  seed: string | null;
  /** Other settings, as in the page's address: `generatorBeta1=0.9&batchSize=32`. */
  settings: string | null;
  /** `visible`, `true` or `false`. */
  autoplay: string | null;
  /** Parts or groups of them, such as `digits losses controls`, `run` or `all`. */
  parts: string | null;
  compact: boolean;
  /** Address of an image, of any host, that is shown in print, and until the first digits are there. */
  poster: string | null;
  /** `auto`, `light` or `dark`. */
  theme: string | null;
  /** `threads`, `relaxed` or `simd128`; the best that this browser runs, unless told. */
  kernel: string | null;
  threads: string | null;
  /** Training stops by itself after so many steps: a whole number from 1 to 1,000,000,000. */
  maxSteps: string | null;
  /** `auto` or `reduced`. */
  motion: string | null;
  /** `lazy` (the default) loads when it is first seen, `eager` at once. */
  loading: string | null;
  /** Goes on while nobody sees it. */
  background: boolean;
  /** Address of the page that a copied link leads to. */
  home: string | null;

  readonly state: DemoState;
  /** How many steps the run has taken. */
  readonly steps: number;
  /** Which half of a step comes next, named after the network that learns in it. */
  readonly nextTurn: 'discriminator' | 'generator';
  /** Images that were opened or dropped, as IDX files, where the run is trained on such: without them a checkpoint of it cannot go on. */
  readonly ownImages: { images: Uint8Array<ArrayBuffer>; labels: Uint8Array<ArrayBuffer> } | null;
  /** The settings of the run, once there is one. */
  readonly configuration: Configuration | null;
  /** Resolves when a run stands. */
  readonly ready: Promise<void>;
  /** What a host of slides says of it: `false` stops it, `true` lets it go on, `null` leaves it to what can be seen. */
  onStage: boolean | null;

  /** Trains, from the moment on that it can be seen. */
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Takes so many steps, and stops; resolves with how many have been taken in all. */
  step(count?: number): Promise<number>;
  /** Begins another run, with the settings of the attributes unless others are given. Rejects with a sentence that names a wrong one. */
  reset(settings?: string | Record<string, string | number | boolean>): Promise<void>;
  /** The whole run as a file, from which it goes on bit for bit. */
  checkpoint(): Promise<Uint8Array>;
  /** Goes on from such a file. Rejects with a sentence if it is none; then the current run stays. */
  restore(file: Uint8Array | ArrayBuffer | Blob): Promise<void>;
  /**
   * Opens files, whatever they are called: a saved run, or IDX images of 28x28 pixels with their IDX labels, on which a new run begins.
   * Rejects with a sentence if they are neither; then the current run stays.
   */
  open(files: Iterable<Blob>): Promise<'run' | 'images'>;

  addEventListener<Name extends keyof DemoEvents>(
    type: Name,
    listener: (this: DcganDemo, event: CustomEvent<DemoEvents[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends Exclude<keyof HTMLElementEventMap, keyof DemoEvents>>(
    type: Name,
    listener: (this: DcganDemo, event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'dcgan-demo': DcganDemo;
  }
}
