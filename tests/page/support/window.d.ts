/** What demo-page.js puts into the page that is tested. */
interface Window {
  /** Where everything of the demo stands. */
  readonly demoRoot: ShadowRoot;
  /** What matches on the page, around the demo and in it. */
  everywhere<Kind extends Element = HTMLElement>(selector: string): Kind[];
}
