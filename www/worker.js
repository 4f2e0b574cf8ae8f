/** The training worker: a host of a trainer behind the worker's own scope. */

import { hostBehind } from './trainer-host.js';

hostBehind(self, { startHelper: () => new Worker(new URL('./helper.js', import.meta.url), { type: 'module' }) });
