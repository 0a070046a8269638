import { anytimeDrifts, anytimePower, driftFor } from './anytime-drift.ts';
import { checkDesign, type Rates } from './check.ts';
import { costOf } from './prices.ts';
import {
  answersPerArm,
  driftOf,
  fixedDrift,
  fixedPower,
  standardError,
  type Contrast,
} from './sample-size.ts';

export interface PlanSettings extends Contrast {
  readonly responseRate: number; // in (0,1]
  readonly power: number; // in (0,1)
  readonly level: number; // of all intervals together, 0.95
  readonly arms: number; // at least 2; each of the others is compared with the first
  readonly waves: number; // how often invitations go out
  readonly waveDays: number; // days between waves
  readonly looks: number; // of the anytime-valid design, at most one a wave
  /** Invitations a wave, all arms together; null: as many as needed. */
  readonly invitationsPerWave: number | null;
  readonly seed: number;
}

/** What one way of ending needs. */
export interface DesignPlan {
  readonly answersPerArm: number;
  readonly invitationsPerArm: number;
  readonly invitations: number; // all arms
  readonly invitationsPerWave: number;
  readonly waves: number;
  readonly weeks: number;
  readonly cost: number; // US dollars
  readonly power: { readonly formula: number; readonly simulated: number };
  readonly falseAlarms: number; // simulated, one comparison
  /** Half of such studies have found the effect by then; null at a fixed end. */
  readonly medianWeeks: number | null;
}

export interface Plan {
  readonly settings: PlanSettings;
  readonly alpha: number; // of one comparison
  readonly looks: number; // as asked, or as many as the anytime-valid design has waves
  readonly smallest: { readonly fixedEnd: DesignPlan; readonly anytimeValid: DesignPlan };
  /** The fixed end looked at every time, without correction: its false alarms. */
  readonly uncorrected: Rates;
  /** What the waves and invitations given can find; null where one of them is open. */
  readonly available: Available | null;
  readonly studies: number; // simulated, each design
}

export interface Available {
  readonly answersPerArm: number;
  readonly power: { readonly fixedEnd: number; readonly anytimeValid: number };
}

/** How many to ask, for how long and at what cost to find an effect of this size: by formula, and by running the study many
 *  times. With more than two arms alpha is divided among the comparisons (Bonferroni).
 *  @throws RangeError for settings outside their ranges */
export function plan(settings: PlanSettings): Plan {
  checkSettings(settings);
  const { power, arms, level, seed } = settings;
  const alpha = Number(((1 - level) / (arms - 1)).toPrecision(12));
  const asked = anytimeDrifts(settings.looks, alpha, seed);
  const looks = Math.min(settings.looks, neededFor(settings, driftFor(asked, power)).waves);
  const drifts = looks === settings.looks ? asked : anytimeDrifts(looks, alpha, seed);
  const fixed = fixedDrift(power, alpha);
  const anytime = driftFor(drifts, power);
  const atFixed = runDesign({ ...settings, looks }, fixed, alpha);
  const atAnytime = runDesign({ ...settings, looks }, anytime, alpha);
  return {
    settings,
    alpha,
    looks,
    smallest: {
      fixedEnd: {
        ...atFixed.needs,
        power: { formula: fixedPower(fixed, alpha), simulated: atFixed.check.fixed.power },
        falseAlarms: atFixed.check.fixed.falseAlarms,
        medianWeeks: null,
      },
      anytimeValid: {
        ...atAnytime.needs,
        power: { formula: anytimePower(drifts, anytime), simulated: atAnytime.check.anytime.power },
        falseAlarms: atAnytime.check.anytime.falseAlarms,
        medianWeeks: weeksAt(atAnytime.check.medianLook, atAnytime.needs.weeks, looks),
      },
    },
    uncorrected: atFixed.check.repeated,
    available: available(settings, alpha, asked),
    studies: atFixed.check.studies,
  };
}

/** What a design of this drift needs. */
function neededFor(settings: PlanSettings, drift: number) {
  const { responseRate, arms, invitationsPerWave, waveDays } = settings;
  const exact = answersPerArm(settings, drift);
  const invitationsPerArm = rounded(exact / responseRate);
  const invitations = arms * invitationsPerArm;
  const waves = invitationsPerWave === null ? settings.waves : Math.ceil(invitations / invitationsPerWave);
  return {
    answersPerArm: rounded(exact),
    invitationsPerArm,
    invitations,
    invitationsPerWave: invitationsPerWave ?? Math.ceil(invitations / waves),
    waves,
    weeks: (waves * waveDays) / 7,
    cost: costOf(invitations, invitations * responseRate),
  };
}

/** … and what becomes of it in simulated studies. */
function runDesign(settings: PlanSettings, drift: number, alpha: number) {
  const { effect, sd, responseRate, baselineCorrelation, looks, seed } = settings;
  const needs = neededFor(settings, drift);
  const plannedSe = standardError(settings, answersPerArm(settings, drift)) / sd;
  const check = checkDesign(
    { invitations: spread(needs.invitationsPerArm, looks), responseRate, baselineCorrelation },
    { effect: effect / sd, plannedSe, alpha, seed },
  );
  return { needs, check };
}

function available(
  settings: PlanSettings,
  alpha: number,
  drifts: ReturnType<typeof anytimeDrifts>,
): Available | null {
  const { invitationsPerWave, waves, responseRate, arms } = settings;
  if (invitationsPerWave === null) return null;
  const answers = (invitationsPerWave * waves * responseRate) / arms;
  const drift = driftOf(settings, answers);
  return {
    answersPerArm: Math.floor(answers),
    power: { fixedEnd: fixedPower(drift, alpha), anytimeValid: anytimePower(drifts, drift) },
  };
}

/** Up, but not for the last bit of a division. */
const rounded = (exact: number) => Math.ceil(exact - 1e-9 * exact);

/** A total in even parts that add up to it. */
function spread(total: number, parts: number): number[] {
  const upTo = (part: number) => Math.round((total * part) / parts);
  return Array.from({ length: parts }, (_, part) => upTo(part + 1) - upTo(part));
}

const weeksAt = (look: number | null, weeks: number, looks: number) =>
  look === null ? null : (look / looks) * weeks;

function checkSettings(settings: PlanSettings): void {
  const { responseRate, power, level, arms, waves, waveDays, looks, seed } = settings;
  if (!(responseRate > 0 && responseRate <= 1))
    throw new RangeError('a plan requires a response rate in (0,1]');
  if (!(power > 0 && power < 1 && level > 0 && level < 1))
    throw new RangeError('a plan requires power and level in (0,1)');
  for (const [name, count] of Object.entries({ waves, looks }))
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`a plan requires at least one of ${name}`);
  if (!Number.isInteger(arms) || arms < 2) throw new RangeError('a plan requires at least two arms');
  if (!(waveDays > 0)) throw new RangeError('a plan requires waveDays above 0');
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a plan requires a whole seed, got ${seed}`);
}
