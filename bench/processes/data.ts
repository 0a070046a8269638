import { readFileSync, writeFileSync } from 'node:fs';
import { sellerFolds } from '../../lib/processes/observational/cross-fit.ts';
import { DML } from '../../lib/processes/observational/dml.ts';
import { prepare } from '../../lib/processes/observational/study.ts';
import type { ObservationalStudy } from '../../lib/processes/observational/study.ts';
import { outcomeOf } from '../../lib/processes/outcomes/outcome.ts';
import { streams } from '../../lib/simulation/stream.ts';

export const COVARIATES = 20;
const WIDTH = COVARIATES + 3; // y, d, fold, covariates

/** Selection and outcome that bend, the effect .5 on average:
 *      D ~ 1 / (1 + exp(-(.6 x1 + .4 sin x2 + .3 x3 x4 - .3 [x5 > 0])))
 *      y = (.5 + .3 x1) D + x1 + x2^2 / 2 + cos x3 + x4 x5 / 4 + e */
export function writeStudy(file: string, rows: number, seed: number): void {
  const { value: random } = streams(seed).next();
  const table = new Float64Array(rows * WIDTH);
  for (let i = 0; i < rows; i++) {
    const x = Array.from({ length: COVARIATES }, () => random.normal());
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = x;
    const index = 0.6 * a + 0.4 * Math.sin(b) + 0.3 * c * d - (e > 0 ? 0.3 : 0);
    const D = random.uniform() < 1 / (1 + Math.exp(-index)) ? 1 : 0;
    const level = a + (b * b) / 2 + Math.cos(c) + (d * e) / 4;
    table.set([(0.5 + 0.3 * a) * D + level + random.normal(), D, 0, ...x], i * WIDTH);
  }
  const data = prepare(studyOf(table));
  sellerFolds(data, DML, 0).forEach((fold, i) => (table[i * WIDTH + 2] = fold));
  writeFileSync(file, new Uint8Array(table.buffer));
}

export function readStudy(file: string): ObservationalStudy {
  const { buffer, byteOffset, length } = readFileSync(file);
  return studyOf(new Float64Array(buffer, byteOffset, length / 8));
}

function studyOf(table: Float64Array): ObservationalStudy {
  const rows = table.length / WIDTH;
  const [y, exposure] = [new Float64Array(rows), new Float64Array(rows)];
  const values = new Float64Array(rows * COVARIATES);
  for (let i = 0; i < rows; i++) {
    const at = i * WIDTH;
    y[i] = table[at] as number;
    exposure[i] = table[at + 1] as number;
    values.set(table.subarray(at + 3, at + WIDTH), i * COVARIATES);
  }
  const cluster = Int32Array.from(y.keys());
  const sellers = Array.from(cluster, (i) => `seller ${i}`);
  return {
    process: 'bench',
    outcome: outcomeOf('result', { y, cluster, sellers }),
    exposure,
    covariates: { rows, columns: COVARIATES, values },
  };
}
