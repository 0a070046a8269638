import { describe, expect, it } from 'vitest';
import { assignmentOf } from '../../lib/processes/assignment.ts';
import { withProcesses } from '../../lib/processes/in-round.ts';
import type { Exposure } from '../../lib/rounds/exposure.ts';
import { processesOf, type Process } from '../../lib/rounds/process.ts';
import type { Round } from '../../lib/rounds/round.ts';
import { day, entry, registered, version } from './registry-entry.ts';
import { rowOn } from './row.ts';

const CUT = day(50);
const { experiment: _none, ...rollout } = entry({
  design: 'rollout',
  process: 'guarantee',
  kind: 'protection',
});
const guarantee = (changes: object = {}): Process =>
  processesOf([{ at: day(0), id: 'x', ingestedAt: day(0), entry: { ...rollout, ...changes } }])[0] ??
  registered();
const met = (n: number, dose: number, changes: Partial<Exposure> = {}): Exposure => ({
  process: 'guarantee',
  dose,
  at: day(n),
  id: `shop/${n}`,
  ingestedAt: day(n),
  ...changes,
});
const fact = (n: number) => ({ at: day(n), id: `shop/a${n}`, ingestedAt: day(n) });
/** Asked on day 10, acted on day 12. */
const round = (changes: Partial<Round> = {}): Round => ({
  tenant: 'us',
  sellerId: 's1',
  recommendationId: 'r1',
  action: { ...fact(12), response: 'adjust', chosen: 7 },
  ...changes,
});
const dose = (
  changes: Partial<Round>,
  {
    registry = [guarantee()],
    exposures = [],
  }: { registry?: readonly Process[]; exposures?: readonly Exposure[] } = {},
  segments = {},
) =>
  withProcesses(rowOn(10, { segments }), round(changes), { registry, exposures, cut: CUT }).processes[
    'guarantee'
  ];

const arms = (changes: Partial<Round>, registry: readonly Process[], exposures: readonly Exposure[] = []) =>
  withProcesses(rowOn(10), round(changes), { registry, exposures, cut: CUT }).assignments;
const trial = (changes: object = {}) => registered({ process: 'guarantee', kind: 'protection', ...changes });
const certain = (arm: string, n: number) =>
  version(n, {
    process: 'guarantee',
    kind: 'protection',
    experiment: {
      unit: 'seller',
      arms: [
        { arm: 'control', share: 0 },
        { arm, share: 1 },
      ],
    },
  });

/** The dose of a round whose exposure was on day n. */
const on = (of: Round, n: number, cut = CUT) =>
  withProcesses(rowOn(10), { ...of, exposures: [met(n, 1)] }, { registry: [], cut }).processes['guarantee'];

describe('the dose of a round', () => {
  it('is what was logged of it before she decided: the last word', () => {
    expect(dose({ exposures: [met(11, 1)] })).toBe(1);
    expect(dose({ exposures: [met(11, 1), met(12, 0.5)] })).toBe(0.5);
    expect(dose({ exposures: [met(11, 1), met(13, 0)] })).toBe(1);
    expect(dose({ exposures: [met(11, 0)] }, { exposures: [met(1, 1)] })).toBe(0);
  });

  it('is not known where it was logged only after she decided, or only after the cut', () => {
    expect(dose({ exposures: [met(13, 1)] })).toBeUndefined();
    expect(dose({ exposures: [met(11, 1, { ingestedAt: day(60) })] })).toBe(0);
    const { action: _action, ...open } = round();
    const row = withProcesses(rowOn(10), { ...open, exposures: [met(40, 1)] }, { registry: [], cut: CUT });
    expect(row.processes).toEqual({ guarantee: 1 });
  });

  it('reckons with the decision that counts: the observed one, else her last answer', () => {
    const reply = {
      ...fact(20),
      revision: 2,
      submissionId: 'b',
      decision: 'accept' as const,
      chosen: 8,
      trustRating: null,
      mainReason: null,
    };
    const { action: _action, ...answered } = round({
      reply,
      earlierReplies: [{ ...reply, ...fact(11), revision: 1 }],
    });
    expect([on(answered, 19), on(answered, 21)]).toEqual([1, undefined]);
    expect(on(answered, 12, day(15))).toBeUndefined();
    expect(on(round({ reply }), 15)).toBeUndefined();
    expect(on(round({ reply, action: { ...fact(12), response: 'none' } }), 15)).toBe(1);
  });

  it('is the spell the seller was in when she was asked', () => {
    const spells = [met(2, 1), met(5, 0), met(9, 2), met(11, 0)];
    expect(dose({}, { exposures: spells })).toBe(2);
    expect(dose({}, { exposures: spells.slice(0, 2) })).toBe(0);
    expect(dose({}, { exposures: [met(11, 1)] })).toBe(0);
    expect(dose({}, { exposures: spells, registry: [guarantee({ endAt: day(10) })] })).toBe(0);
    expect(dose({}, { exposures: spells, registry: [guarantee({ endAt: day(11) })] })).toBe(2);
  });

  it('is 0 where the registry says that nobody can have met it, and not known of what is not registered', () => {
    expect(dose({}, { registry: [] })).toBeUndefined();
    expect(dose({}, { registry: [], exposures: [met(2, 1)] })).toBe(1);
    expect(dose({})).toBe(0);
  });

  it('is everybody’s who is in scope, where the registry says so', () => {
    const all = (changes: object) =>
      dose({}, { registry: [guarantee({ exposure: 'everybody', ...changes })] });
    expect(all({})).toBe(1);
    expect([all({ startAt: day(10) }), all({ startAt: day(11) }), all({ endAt: day(10) })]).toEqual([
      1, 0, 0,
    ]);
    const small = {
      registry: [guarantee({ exposure: 'everybody', scope: { segments: { size: 'small' } } })],
    };
    expect([dose({}, small), dose({}, small, { size: 'small' })]).toEqual([0, 1]);
  });
});

describe('the arm of a round', () => {
  const subject = { sellerId: 's1', recommender: 'pricing', recommendationId: 'r1', segments: {} };
  const expected = assignmentOf(trial(), subject);

  it('follows from the registry while the experiment runs, as its entry was then', () => {
    expect(arms({}, [trial()])).toEqual({ guarantee: expected });
    expect(arms({}, [trial({ startAt: day(11) })])).toBeUndefined();
    expect(arms({}, [trial({ endAt: day(10) })])).toBeUndefined();
    expect(arms({}, processesOf([certain('first', 0), certain('second', 9), certain('third', 11)]))).toEqual({
      guarantee: 'second',
    });
  });

  it('of reasons counts only where an invitation recorded it', () => {
    const invitation = {
      waveId: 'w',
      linkHash: 'a'.repeat(64),
      issueNo: 1,
      arm: 'show' as const,
      invitedAt: day(11),
      closesAt: day(14),
      assigned: { reasons: 'shown', guarantee: 'as invited' },
    };
    expect(arms({}, [registered()])).toBeUndefined();
    expect(arms({ invitation }, [registered(), trial()])).toEqual({
      reasons: 'shown',
      guarantee: 'as invited',
    });
    expect(arms({ invitation: { ...invitation, invitedAt: day(51) } }, [trial()])).toEqual({
      guarantee: expected,
    });
  });

  it('is the one that was logged, where one was', () => {
    expect(arms({ exposures: [met(11, 0, { arm: 'b' })] }, [])).toEqual({ guarantee: 'b' });
    expect(arms({}, [], [met(2, 1, { arm: 'c' })])).toEqual({ guarantee: 'c' });
  });
});
