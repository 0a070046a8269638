import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { costTable, limitTable, scaleTable } from '../../bin/cost/tables.ts';
import { PRICED } from '../../lib/cost/prices.ts';
import { pricedStage } from '../../lib/infra/priced-stage.ts';
import { settingsOf } from '../infra/synthesise.ts';

const stage = pricedStage(settingsOf('prod'));
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** Another table: `npx tsx bench/scale.ts tables` prints it. */
it("README's table of costs is what trust cost says, at prices of the day it names", () => {
  expect(read('README.md')).toContain(`\n${costTable(stage, [10_000, 1_000_000])}\n`);
  expect(read('README.md')).toContain(PRICED.date);
});

it('the tables of docs/scale.md are those of the model', () => {
  expect(read('docs/scale.md')).toContain(`\n${scaleTable(stage)}\n`);
  expect(read('docs/scale.md')).toContain(`\n${limitTable(stage)}\n`);
});
