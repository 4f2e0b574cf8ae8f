/** Wires the page together: the session of training to the views that show it, and the controls back to the session. */

import { LossChart } from './chart.js';
import { DigitGrid } from './digits.js';
import { LossHistory } from './loss-history.js';
import { LossTable } from './loss-table.js';
import { kernelRequest } from './kernel-request.js';
import { KernelsLine } from './kernels.js';
import { languageOf, localize, messages, setLanguage } from './language.js';
import { LanguageChoice } from './language-choice.js';
import { Milestones } from './milestones.js';
import { FailureNotice, LoadingPanel } from './notice.js';
import { part } from './parts.js';
import { AskView } from './play/ask.js';
import { Game } from './play/game.js';
import { LatentPlane } from './play/latent.js';
import { Readouts } from './readouts.js';
import { TrainingSession } from './session.js';
import { SettingsForm } from './settings.js';
import { ModuleWorkersMissing } from './trainer-client.js';
import { Transport } from './transport.js';
import { VerdictPanel } from './verdict.js';
import { ViewChoice } from './view-choice.js';

/** Something that says words, and can say them again in the language of now. @typedef {{ relabel: () => void }} View */

/**
 * @param {HTMLElement} root that holds the parts named in index.html
 * @param {import('./messages.js').Messages} messages
 * @returns {View[]}
 */
function demo(root, messages) {
  const history = new LossHistory();
  const digits = new DigitGrid(part(root, 'digits', HTMLCanvasElement), part(root, 'digits-room', HTMLElement), messages);
  const chart = new LossChart(part(root, 'chart', HTMLCanvasElement), history, messages);
  const table = new LossTable(part(root, 'table', HTMLDetailsElement), history, messages);
  const readouts = new Readouts(root, messages);
  const verdict = new VerdictPanel(part(root, 'verdict', HTMLElement), messages);
  const milestones = new Milestones(part(root, 'verdict', HTMLElement), messages);
  const { flavour, threads, complaints } = kernelRequest(location.search);
  const preset = new URLSearchParams(location.search).get('preset');
  const kernels = new KernelsLine(part(root, 'kernels', HTMLElement), messages, complaints);
  const loading = new LoadingPanel(part(root, 'loading', HTMLElement), messages);
  const notice = new FailureNotice(part(root, 'failure', HTMLElement), messages, retry);
  const transport = new Transport(root, messages, { toggle: () => session.toggle(), step: () => session.step(), reset });
  const settings = new SettingsForm(part(root, 'settings', HTMLFormElement), messages, preset, (differs) => transport.mark(differs));
  const view = new ViewChoice(part(root, 'view', HTMLElement), messages, (chosen) => session.show(chosen));

  /** @type {import('./session.js').SessionEvents} */
  const events = {
    onState: showState,
    onLoading: (message) => loading.update(message),
    onReady: (message) => {
      settings.open(message);
      verdict.await(null);
    },
    onKernels: (shown) => kernels.show(shown),
    onJudge: (failure) => verdict.await(failure),
    onRun: (run) => {
      const { configuration, samples } = run;
      history.clear();
      settings.begin(configuration);
      readouts.begin(configuration);
      chart.begin(configuration.generatorLoss);
      table.settle();
      verdict.begin();
      milestones.begin();
      view.begin(configuration);
      digits.draw(samples);
      for (const tool of tools) tool.begin(run);
    },
    onTurn: () => {},
    onProgress: (message) => {
      for (const report of message.reports) history.push(report.discriminatorLossReal + report.discriminatorLossFake, report.generatorLoss);
      readouts.show(message);
      chart.draw();
      table.draw();
      if (message.samples) digits.draw(message.samples);
      if (message.verdict) verdict.show(message.verdict);
      milestones.show(message.readable);
      for (const tool of tools) tool.show(message);
    },
  };
  const session = new TrainingSession(events, { flavour, threads, preset });
  const latent = new LatentPlane(part(root, 'latent', HTMLElement), messages, session);
  const ask = new AskView(part(root, 'ask', HTMLElement), messages, session);
  const game = new Game(part(root, 'game', HTMLElement), messages, session);
  const tools = [latent, ask, game];

  /** @type {import('./session.js').SessionEvents['onState']} */
  function showState(state, failure) {
    transport.show(state, () => sentenceOf(state));
    if (state === 'loading') loading.show();
    else loading.hide();
    if (failure) notice.show(failure, state === 'failed');
    else notice.hide();
    if (state === 'paused') {
      readouts.settle();
      chart.describe();
      table.settle();
    }
  }

  /** @param {import('./session.js').State} state */
  function sentenceOf(state) {
    const { [state]: sentence } = messages.state;
    return typeof sentence === 'function' ? sentence(session.steps) : sentence;
  }

  async function reset() {
    const configuration = settings.read();
    if (!configuration) return transport.say(() => messages.settings.refused);
    const refusal = await session.reset(configuration);
    if (refusal) settings.refuse(refusal);
    else if (session.state === 'ready') transport.say(() => messages.state.reset(configuration.seed));
  }

  async function start() {
    try {
      await session.start();
    } catch (error) {
      if (!(error instanceof ModuleWorkersMissing)) throw error;
      document.documentElement.dataset.obstacle = 'browser';
    }
  }

  function retry() {
    transport.focus();
    start();
  }

  start();
  return [digits, chart, table, readouts, verdict, milestones, kernels, loading, notice, transport, settings, view, ...tools];
}

/**
 * Puts the page into a language, and everything on it.
 * @param {string} code
 * @param {View[]} views
 */
function speak(code, views) {
  setLanguage(code);
  localize(document, messages);
  for (const view of views) view.relabel();
}

/** Begins in the reader's language, and follows the choice of another, which the address then asks for. */
function begin() {
  const code = languageOf(location.search, navigator.languages);
  if (code !== document.documentElement.lang) speak(code, []);
  const views = document.documentElement.dataset.obstacle ? [] : demo(document.body, messages);
  /** @type {View[]} */
  const all = [...views, new LanguageChoice(part(document, 'languages', HTMLElement), choose)];

  /** @param {string} chosen */
  function choose(chosen) {
    speak(chosen, all);
    const address = new URL(location.href);
    address.searchParams.set('lang', chosen);
    history.replaceState(null, '', address);
  }
}

begin();
