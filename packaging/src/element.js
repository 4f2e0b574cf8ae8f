/** `dcgan-wasm/element`: makes `<dcgan-demo>` known to the page that imports it. */

export { DcganDemo } from '../../www/element.js';
