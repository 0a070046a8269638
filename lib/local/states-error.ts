import type { Json } from './json.ts';

/** What a state fails with, in the words of the Amazon States Language. */
export class StatesError extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }

  output(): Json {
    return { Error: this.error, Cause: this.message };
  }
}
