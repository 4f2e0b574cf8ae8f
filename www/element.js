/** Makes `<dcgan-demo>` an element of the page that imports this. */

import { DcganDemo, defineDemo } from './dcgan-demo.js';

export { DcganDemo };

defineDemo();
