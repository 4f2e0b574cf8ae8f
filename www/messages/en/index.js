/** Everything that the page says, in English. */

import { history } from './history.js';
import { lesson } from './lesson.js';
import { numbers } from './numbers.js';
import { page } from './page.js';
import { play } from './play.js';
import { run } from './run.js';
import { presets, settings } from './settings.js';

export const english = { ...numbers, ...run, page, settings, presets, lesson, history, play };

/** @typedef {typeof english} Messages */
