/** How Russian writes numbers. */

import { numbersOf } from '../numbers.js';

export const numbers = numbersOf('ru', { seconds: 'с', minutes: 'мин', megabytes: 'МБ' });
