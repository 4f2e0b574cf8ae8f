/** The large files, in base 64, inside the script; program and judge are packed. */

export { default as images } from 'bundled:images';
export { default as judge } from 'bundled:judge';
export { default as program } from 'bundled:program';
