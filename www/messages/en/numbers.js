/** How English writes numbers. */

import { numbersOf } from '../numbers.js';

export const numbers = numbersOf('en', { seconds: 's', minutes: 'min', megabytes: 'MB' });
