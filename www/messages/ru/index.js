/** Everything that the page says, in Russian. */

import { help } from './help.js';
import { history } from './history.js';
import { intake } from './intake.js';
import { keeping } from './keeping.js';
import { lesson } from './lesson.js';
import { numbers } from './numbers.js';
import { page } from './page.js';
import { play } from './play.js';
import { run } from './run.js';
import { presets, settings } from './settings.js';

/** @type {import('../en/index.js').Messages} */
export const russian = { ...numbers, ...run, page, keeping, help, settings, presets, lesson, history, intake, play };
