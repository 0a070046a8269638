/** Where progress is written: stderr, as a rule. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells how far long work has come: on a terminal one line, rewritten in place; elsewhere a line a stage. */
export class Progress {
  readonly #stream: ProgressStream | null;
  #shown = '';

  /** @param stream null: silent */
  constructor(stream: ProgressStream | null) {
    this.#stream = stream;
  }

  /** A stage begins. */
  stage(text: string): void {
    if (this.#stream?.isTTY === true) this.#rewrite(`${text} …`);
    else this.#stream?.write(`${text} …\n`);
  }

  /** How far the stage has come: on terminals only. */
  at(text: string): void {
    if (this.#stream?.isTTY === true) this.#rewrite(text);
  }

  /** Clears the line, before anything else is written. */
  done(): void {
    if (this.#shown !== '') this.#stream?.write(`\r${CLEAR}`);
    this.#shown = '';
  }

  #rewrite(text: string): void {
    if (text === this.#shown) return;
    this.#stream?.write(`\r${CLEAR}${text}`);
    this.#shown = text;
  }
}

const CLEAR = '\u001B[K'; // to the end of the line
