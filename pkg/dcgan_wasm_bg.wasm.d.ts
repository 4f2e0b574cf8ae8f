/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_dataset_free: (a: number, b: number) => void;
export const __wbg_trainer_free: (a: number, b: number) => void;
export const configurationLimits: (a: number) => void;
export const dataset_length: (a: number) => number;
export const dataset_new: (a: number, b: number, c: number, d: number, e: number) => void;
export const defaultConfiguration: (a: number) => void;
export const start: () => void;
export const trainer_configuration: (a: number, b: number) => void;
export const trainer_new: (a: number, b: any, c: number) => void;
export const trainer_samples: (a: number, b: number) => void;
export const trainer_step: (a: number, b: number) => void;
export const trainer_stepsTaken: (a: number) => number;
export const __wbindgen_export: (a: number, b: number) => number;
export const __wbindgen_export2: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_export3: (a: number, b: number, c: number) => void;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __wbindgen_add_to_stack_pointer: (a: number) => number;
export const __wbindgen_export4: (a: number) => void;
export const __wbindgen_start: () => void;
