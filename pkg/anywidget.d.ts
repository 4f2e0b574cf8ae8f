/** What a notebook, or a book, gives the widget. Only `get` has to be there. */
export interface Model {
  get(name: string): unknown;
  set?(name: string, value: unknown): void;
  save_changes?(): void;
  on?(event: string, listener: () => void): void;
  off?(event: string, listener: () => void): void;
}

/**
 * A front-end module of AnyWidget. The model's values are the element's attributes by name (`preset`, `max_steps`, …); where it has
 * `state`, `steps`, `readable` or `error`, they are kept up to date.
 */
declare const widget: {
  /** Puts a demo into `el`; what it returns takes it away again. */
  render(context: { model: Model; el: HTMLElement }): () => void;
};
export default widget;
