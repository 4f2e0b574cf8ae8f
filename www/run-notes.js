/** What the page's side of a run keeps in its file beside the run itself: the time spent training, and the milestones passed. */

import { SHARES } from './shares.js';

/**
 * @typedef {object} RunNotes
 * @property {number} elapsedMilliseconds time spent training
 * @property {readonly import('./protocol.js').Milestone[]} milestones in order
 */

/**
 * @param {RunNotes} notes
 * @returns {string}
 */
export function written({ elapsedMilliseconds, milestones }) {
  return JSON.stringify({ elapsedMilliseconds, milestones });
}

/**
 * What the notes of a file say. What is not as it should be counts for nothing: notes may be another program's.
 * @param {string} text
 * @param {number} steps that the run has taken
 * @returns {RunNotes}
 */
export function read(text, steps) {
  const notes = parsed(text);
  const elapsedMilliseconds = isTime(notes?.elapsedMilliseconds) ? notes.elapsedMilliseconds : 0;
  const told = Array.isArray(notes?.milestones) ? notes.milestones : [];
  const milestones = [];
  for (const [index, share] of SHARES.entries()) {
    const { [index]: milestone } = told;
    if (milestone?.share !== share || !isStep(milestone.step, steps) || !isTime(milestone.elapsedMilliseconds)) break;
    milestones.push({ share, step: milestone.step, elapsedMilliseconds: milestone.elapsedMilliseconds });
  }
  return { elapsedMilliseconds, milestones };
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value */
function isTime(value) {
  return Number.isFinite(value) && Number(value) >= 0;
}

/** @param {unknown} value @param {number} steps */
function isStep(value, steps) {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= steps;
}
