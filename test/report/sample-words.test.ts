import { expect, test } from 'vitest';
import { readmeText } from '../../lib/report/bundle/readme.ts';
import { renderReport } from '../../lib/report/report.ts';
import { sampleSentence } from '../../lib/report/sample-words.ts';
import { count } from '../../lib/report/wording.ts';
import { estimates } from './fixture.ts';

const golden = estimates();
const sample = { rows: 503_594, sellers: 19_369, ofRows: 10_000_016, ofSellers: 384_616 };

test('the page and the README say what rests on a sample, and nothing where nothing does', () => {
  const words = sampleSentence({ ...golden, sample });
  expect(words).toContain(`of all ${count(384_616)} sellers`);
  expect(words).toContain(`a random ${count(19_369)} of them`);
  const meta = { title: 'Seller trust', tenantName: 'rounds.csv', downloads: [] };
  expect(renderReport({ ...golden, sample }, meta)).toContain(words);
  const readme = { title: 'x', downloads: [], tables: [], place: null };
  expect(readmeText({ ...readme, estimates: { ...golden, sample } })).toContain(words);
  expect(sampleSentence({ ...golden, sample: null })).toBe('');
  expect(renderReport({ ...golden, sample: null }, meta)).not.toContain('a random 1');
});

test('where the friction likelihood is fitted, its parameters are the sample’s too', () => {
  const dynamics = golden.dynamics.map((row) => Object.assign(row, { estimator: 'qd-adf' }));
  expect(sampleSentence({ sample, dynamics })).toMatch(/^Sellers’ trust is of all/u);
});
