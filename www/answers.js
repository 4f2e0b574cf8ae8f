/** Turns what the training program answers, which lies in its memory, into plain objects that can be posted. */

/**
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Anatomy} ProgramsAnatomy
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Opinion} ProgramsOpinion
 * @typedef {import('../pkg/simd128/dcgan_wasm.js').Quiz} ProgramsQuiz
 */

/**
 * @param {ProgramsAnatomy | undefined} anatomy
 * @returns {import('./protocol.js').Anatomy | null}
 */
export function anatomyOf(anatomy) {
  if (!anatomy) return null;
  const { discriminator, generator, ...rest } = anatomy.numbers();
  const { latents, real, fake, fakeOfGeneratorTurn, wishes } = anatomy;
  anatomy.free();
  return {
    ...rest,
    turn: generator ? 'generator' : 'discriminator',
    latents,
    discriminator: { ...discriminator, real, fake },
    generator: generator && { ...generator, fake: fakeOfGeneratorTurn, wishes },
  };
}

/**
 * @param {ProgramsOpinion} opinion
 * @returns {import('./protocol.js').Opinion}
 */
export function opinionOf(opinion) {
  const { logit, digit } = opinion.numbers();
  const { wishes } = opinion;
  opinion.free();
  return { logit, probability: 1 / (1 + Math.exp(-logit)), digit, wishes };
}

/**
 * @param {ProgramsQuiz} quiz
 * @returns {import('./protocol.js').Quiz}
 */
export function quizOf(quiz) {
  const facts = quiz.facts();
  const { pixels } = quiz;
  quiz.free();
  return { ...facts, pixels };
}
