import { expect, test } from 'vitest';
import { readmeText } from '../../lib/report/bundle/readme.ts';
import { keptSentence } from '../../lib/report/kept-words.ts';
import { renderReport } from '../../lib/report/report.ts';
import { estimates } from './fixture.ts';

const golden = estimates();
const night = { ...golden, asOf: '2026-11-24T02:00:00.000Z', fittedAt: '2026-11-16T02:00:00.000Z' };
const meta = { title: 'Seller trust', tenantName: 'us', downloads: [] };

test('the page and the README of a night say what is new and what the full report said', () => {
  const words = keptSentence(night);
  expect(words).toMatch(/full report of 2026-11-16 up to date: trust, .* everything heard by 2026-11-24;/u);
  const page = renderReport(night, meta);
  expect(page).toContain(words);
  expect(page).toContain(' · 2026-11-24 · the full report of 2026-11-16, brought up to date</p>');
  expect(page).toMatch(/rounds read; .{1,12} said something about trust at the full report of 2026-11-16\./u);
  expect(page).toContain('What the rows of the full report of 2026-11-16 were used for');
  const readme = { title: 'x', downloads: [], tables: [], place: null };
  expect(readmeText({ ...readme, estimates: night })).toContain(words);
});

test('those of a full run say nothing of it', () => {
  expect(keptSentence(golden)).toBe('');
  const page = renderReport(golden, meta);
  expect(page).not.toContain('up to date');
  expect(page).toMatch(/rounds read, .{1,12} of them say something about trust\./u);
});
