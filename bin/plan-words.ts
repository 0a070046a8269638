import type { DesignPlan, Plan } from '../lib/simulation/plan/plan.ts';
import { PRICES } from '../lib/simulation/plan/prices.ts';

const FEW = 30; // answers an arm below which the formula, made for many, is not to be relied on

/** A plan in plain lines: the table, then what its numbers rest on. */
export function planWords(planned: Plan): string[] {
  const { settings, smallest, available, studies, alpha } = planned;
  const { fixedEnd, anytimeValid } = smallest;
  const { effect, sd, arms, power, responseRate, baselineCorrelation, waves, waveDays } = settings;
  const baseline = baselineCorrelation > 0 ? `, baseline correlation ${baselineCorrelation}` : '';
  const lines = [
    `To find a difference of ${effect} (sd ${sd}${baseline}) between ${arms} arms with power ${percent(power)}, ${percent(responseRate)} answering:`,
    '',
    row('', ['answers', 'invited', 'invited', 'invited', '', 'cost', 'power', 'power', 'false']),
    row('', ['an arm', 'an arm', 'in all', 'a wave', 'weeks', 'US$', 'formula', 'simulated', 'alarms']),
    designRow('fixed end', fixedEnd),
    designRow('anytime-valid', anytimeValid),
    '',
    ...lookWords(planned),
  ];
  if (available !== null)
    lines.push(
      `In ${waves} waves of ${settings.invitationsPerWave} there are ${count(available.answersPerArm)} answers an arm: power ${percent(available.power.fixedEnd)} at a fixed end, ${percent(available.power.anytimeValid)} anytime-valid.`,
    );
  if (arms > 2) lines.push(`Each arm is compared with the first, each at ${percent(1 - alpha)}.`);
  if (fixedEnd.answersPerArm < FEW)
    lines.push(
      `Fewer than ${FEW} answers an arm: believe the simulated power, and the false alarms, not the formula.`,
    );
  return [
    ...lines,
    `Simulated: ${count(studies)} studies each (± ${percent(1.96 * Math.sqrt((power * (1 - power)) / studies))}), seed ${settings.seed}; one seller answers once. A wave every ${waveDays} days.`,
    `Cost: asking and answering only, ${prices()}.`,
  ];
}

function lookWords({ looks, smallest, uncorrected }: Plan): string[] {
  if (looks === 1) return ['Both are looked at once; an anytime-valid interval is for more looks.'];
  return [
    `Fixed end: looked at once. Looked at ${looks} times without correction it raises a false alarm in ${percent(uncorrected.falseAlarms)} of studies.`,
    `Anytime-valid: may be looked at ${looks} times, and ended at any of them${half(smallest.anytimeValid)}.`,
  ];
}

function designRow(name: string, design: DesignPlan): string {
  return row(name, [
    count(design.answersPerArm),
    count(design.invitationsPerArm),
    count(design.invitations),
    count(design.invitationsPerWave),
    weeks(design.weeks),
    design.cost.toFixed(2),
    percent(design.power.formula),
    percent(design.power.simulated),
    percent(design.falseAlarms),
  ]);
}

const row = (name: string, cells: readonly string[]) =>
  `${name.padEnd(14)}${cells.map((cell) => cell.padStart(10)).join('')}`.trimEnd();

const half = ({ medianWeeks }: DesignPlan) =>
  medianWeeks === null ? '' : `; half of such studies have found it after ${weeks(medianWeeks)} weeks`;

function prices(): string {
  const [mail] = PRICES;
  const dates = [...new Set(PRICES.map(({ date }) => date))].sort();
  return `at list prices of ${dates.join(', ')}, most of it e-mail at $${mail?.usd.toFixed(2)} per ${count(mail?.per ?? 1)}; --json lists all with their sources`;
}

const weeks = (value: number) => String(Number(value.toFixed(1)));
const percent = (share: number) =>
  share > 0.9995 && share < 1 ? 'over 99.9 %' : `${Number((100 * share).toFixed(1))} %`;
const count = (value: number) => value.toLocaleString('en');
