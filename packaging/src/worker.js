/** The package's one worker, a classic script: trains, is a thread of the one that trains, or makes images, whichever its name says. */

import { imagesBehind } from '../../www/history/image-maker.js';
import { hostBehind } from '../../www/trainer-host.js';

if (self.name === 'images') imagesBehind(self);
else if (self.name === 'helper') import('../../www/helper.js');
else hostBehind(self, { startHelper: () => new Worker(self.location.href, { name: 'helper' }) });
