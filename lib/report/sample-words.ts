import type { Estimates } from '../trust/estimates.ts';
import { count } from './wording.ts';

/** What rests on a sample and what does not, in one sentence; empty where everything rests on everybody. */
export function sampleSentence({ sample, dynamics }: Pick<Estimates, 'sample' | 'dynamics'>): string {
  if (sample === null) return '';
  const all = dynamics.find(({ segment }) => segment === 'all');
  const exact =
    all === undefined || all.estimator === 'kf' ? 'Trust and how it moves are of' : 'Sellers’ trust is of';
  return `${exact} all ${count(sample.ofSellers)} sellers; theories, stated trust, recommenders’ records, processes and checks rest on a random ${count(sample.sellers)} of them.`;
}
