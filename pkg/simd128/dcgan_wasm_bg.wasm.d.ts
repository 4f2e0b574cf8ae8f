/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_dataset_free: (a: number, b: number) => void;
export const __wbg_judge_free: (a: number, b: number) => void;
export const __wbg_trainer_free: (a: number, b: number) => void;
export const configurationLimits: () => [number, number, number];
export const dataset_length: (a: number) => number;
export const dataset_new: (a: number, b: number, c: number, d: number) => [number, number, number];
export const defaultConfiguration: () => [number, number, number];
export const judge_new: (a: number, b: number) => [number, number, number];
export const presets: () => [number, number, number];
export const start: () => void;
export const trainer_configuration: (a: number) => [number, number, number];
export const trainer_judge: (a: number, b: number, c: any, d: number) => [number, number, number];
export const trainer_new: (a: any, b: number) => [number, number, number];
export const trainer_samples: (a: number, b: any, c: number) => [number, number, number, number];
export const trainer_step: (a: number) => [number, number, number];
export const trainer_stepsTaken: (a: number) => number;
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __externref_table_dealloc: (a: number) => void;
export const __wbindgen_start: () => void;
