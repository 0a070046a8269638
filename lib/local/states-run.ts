import type { Json, JsonObject } from './json.ts';

/** What a machine needs of the world. */
export interface World {
  /** Runs a task's resource; throws StatesError when it fails. */
  task(resource: string, payload: Json): Promise<Json>;
  sleep(milliseconds: number): Promise<void>;
  now(): string; // RFC 3339
  random(): number; // 0 to 1, for the jitter of retries
  record(event: JsonObject): void;
}

/** A state machine, or the part of it inside a Map or Parallel state. */
export interface Run {
  readonly world: World;
  readonly context: JsonObject; // the context object, `$$`
}

/** Runs the states of a definition to their end. */
export type RunStates = (definition: JsonObject, input: Json, run: Run) => Promise<Json>;
