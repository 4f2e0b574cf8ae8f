/** The worker that makes image files, beside the page. */

import { imagesBehind } from './image-maker.js';

imagesBehind(self);
