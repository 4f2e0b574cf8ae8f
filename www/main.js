/** Wires the page together: the session of training to the views that show it, and the controls back to the session. */

import { LossChart } from './chart.js';
import { DigitGrid } from './digits.js';
import { LossHistory } from './loss-history.js';
import { LossTable } from './loss-table.js';
import { kernelRequest } from './kernel-request.js';
import { KernelsLine } from './kernels.js';
import { english } from './messages.js';
import { Milestones } from './milestones.js';
import { FailureNotice, LoadingPanel } from './notice.js';
import { part } from './parts.js';
import { Readouts } from './readouts.js';
import { TrainingSession } from './session.js';
import { SettingsForm } from './settings.js';
import { ModuleWorkersMissing } from './trainer-client.js';
import { Transport } from './transport.js';
import { VerdictPanel } from './verdict.js';
import { ViewChoice } from './view-choice.js';

/**
 * @param {HTMLElement} root that holds the parts named in index.html
 * @param {import('./messages.js').Messages} messages
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
    onRun: ({ configuration, samples }) => {
      history.clear();
      settings.begin(configuration);
      readouts.begin(configuration);
      chart.begin(configuration.generatorLoss);
      table.settle();
      verdict.begin();
      milestones.begin();
      view.begin(configuration);
      digits.draw(samples);
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
    },
  };
  const session = new TrainingSession(events, { flavour, threads, preset });

  /** @type {import('./session.js').SessionEvents['onState']} */
  function showState(state, failure) {
    const { [state]: sentence } = messages.state;
    transport.show(state, typeof sentence === 'function' ? sentence(session.steps) : sentence);
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

  async function reset() {
    const configuration = settings.read();
    if (!configuration) return transport.say(messages.settings.refused);
    const refusal = await session.reset(configuration);
    if (refusal) settings.refuse(refusal);
    else if (session.state === 'ready') transport.say(messages.state.reset(configuration.seed));
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
}

if (!document.documentElement.dataset.obstacle) demo(document.body, english);
