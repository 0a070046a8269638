/** Many may share, one alone: plain calls run side by side, a transaction waits for them and then runs by itself. */
export interface Turns {
  shared<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function turns(): Turns {
  let lastAlone: Promise<unknown> = Promise.resolve();
  let since: Promise<unknown>[] = []; // shared work begun after `lastAlone` was asked for
  return {
    shared(work) {
      const done = lastAlone.then(work);
      since.push(quiet(done));
      if (since.length > 1000) since = [Promise.all(since)];
      return done;
    },
    alone(work) {
      const done = Promise.all([lastAlone, ...since]).then(work);
      lastAlone = quiet(done);
      since = [];
      return done;
    },
  };
}

function quiet(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(() => undefined);
}
