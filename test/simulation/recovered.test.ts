import { describe, expect, it } from 'vitest';
import { defaultSettings, type SimulationSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import type { Parameter } from '../../lib/trust/quantity-schema.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { settingsOf } from '../trust/settings.ts';

type Deviations = Record<string, number>;

/** (estimate - truth) / se of every parameter with a standard error, as the analysis finds them. */
function deviations(settings: SimulationSettings): Deviations {
  const { rows, truth } = simulate(settings);
  const fit = fitTrust(rows, settingsOf({ referenceGap: settings.referenceGap }));
  const all = fit.dynamics.find(({ segment }) => segment === 'all');
  const found: readonly (readonly [string, Parameter])[] = Object.entries(all?.parameters ?? {});
  return Object.fromEntries(
    found.flatMap(([name, { estimate, se }]) => {
      const planted = truth.dynamics.parameters?.[name];
      if (estimate === null || se === null || planted === undefined) return [];
      return [[name, (estimate - planted) / se]];
    }),
  );
}

const typed = (changed: Partial<SimulationSettings>) => ({
  ...defaultSettings('trust-embedded'),
  ...changed,
});

describe('the analysis finds the planted law of motion', () => {
  it.each<[string, SimulationSettings]>([
    ['typed values', typed({})],
    ['an asymmetry the other way', typed({ gain: 0.25, loss: 0.05 })],
    ['a gap slope', typed({ gapSlope: 0.1 })],
    ['rounds never answered', typed({ unanswered: 0.3 })],
    ['missing outcomes', typed({ missingOutcomes: 0.3 })],
    ['unseen outcomes', typed({ seenShare: 0.6 })],
    ['blind sellers', typed({ unseenSellers: 0.4 })],
    ['buttons', { ...defaultSettings('trust-embedded', true), unanswered: 0.1, dismissed: 0.3 }],
  ])('with %s', (_, settings) => {
    const found = deviations(settings);
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['initialMean', 'initialSd', 'gain', 'loss']));
    for (const [name, deviation] of Object.entries(found))
      expect(Math.abs(deviation), `${name} is ${deviation} standard errors off`).toBeLessThan(3.3);
  });
});

describe('and is misled, as it says it can be', () => {
  it('by prior plans noted with error: trust too high', () => {
    expect(deviations(typed({ priorNoiseSd: 0.3 }))['initialMean']).toBeGreaterThan(3.3);
  });

  it('by a file of survivors: trust at the start too high', () => {
    expect(deviations(typed({ leaveBelow: 0.4, survivorsOnly: true }))['initialMean']).toBeGreaterThan(3.3);
  });
});
