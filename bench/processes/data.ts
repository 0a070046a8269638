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
  const bytes = readFileSync(file);
  return studyOf(new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}

function studyOf(table: Float64Array): ObservationalStudy {
  const rows = table.length / WIDTH;
  const column = (j: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, i) => table[i * WIDTH + j] ?? 0);
  const cluster = Int32Array.from({ length: rows }, (_, i) => i);
  return {
    process: 'bench',
    outcome: outcomeOf('result', {
      y: column(0),
      cluster,
      sellers: Array.from(cluster, (i) => `seller ${i}`),
    }),
    exposure: column(1),
    covariates: { rows, columns: COVARIATES, values: table.filter((_, at) => at % WIDTH > 2) },
  };
}
