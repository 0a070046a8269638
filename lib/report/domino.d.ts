declare module '@mixmark-io/domino' {
  /** A DOM without a browser, which ships no types of its own; only what the charts need. */
  const domino: { createDocument(): never };
  export default domino;
}
