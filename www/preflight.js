/*
 * Runs before anything else, and in any browser however old: fixes the theme, and tells whether the page can work here.
 * Not a module, because a page opened as a file cannot load one, unless it has everything inside (data-inside, set by packaging/single-file.js).
 * What it finds shows through style.css.
 */
(function () {
  var root = document.documentElement;
  var theme = /[?&]theme=(light|dark)(&|$)/.exec(location.search);
  if (theme && theme[1]) root.setAttribute('data-theme', theme[1]);

  // A function of one vector instruction that is given a reference: what compiles it has 128-bit SIMD and reference types.
  var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 111, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  var trains =
    typeof Worker === 'function' &&
    typeof WebAssembly === 'object' &&
    'noModule' in HTMLScriptElement.prototype &&
    WebAssembly.validate(new Uint8Array(simd));

  if (location.protocol === 'file:' && !root.hasAttribute('data-inside')) root.setAttribute('data-obstacle', 'file');
  else if (!trains) root.setAttribute('data-obstacle', 'browser');
  root.setAttribute('data-scripts', '');

  // Of a script that is missing, or sent as something else, nothing tells but this event, which does not bubble.
  document.addEventListener(
    'error',
    function (event) {
      if (event.target instanceof HTMLScriptElement && !root.hasAttribute('data-obstacle')) root.setAttribute('data-obstacle', 'scripts');
    },
    true,
  );
})();
