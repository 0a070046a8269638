import { createHash } from 'node:crypto';

/** The fold of an id, 0 to folds - 1: by its SHA-256, so the same in every run and on every machine. */
export function foldOf(id: string, folds: number): number {
  return createHash('sha256').update(id).digest().readUInt32BE(28) % folds;
}
