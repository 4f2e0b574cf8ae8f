/** What bundle.js puts into scripts as text. */
declare module 'bundled:*' {
  const text: string;
  export default text;
}
