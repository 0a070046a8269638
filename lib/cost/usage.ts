import { MONTH, type PricedStage } from './stage.ts';

/** How a marketplace uses a stage. */
export interface Usage {
  readonly sellers: number;
  readonly waves: number; // a month
  readonly rounds: number; // a month, of a seller with one recommender
  readonly recommenders: number;
  readonly openRate: number; // of invitations
  readonly answerRate: number; // of invitations
  readonly months: number; // since the first round: what is kept, and read again, grows
}

/** What nobody knows before; `waves` come from the settings' schedule. */
export const DEFAULTS = {
  rounds: 4.35, // one a week
  recommenders: 1,
  openRate: 0.4,
  answerRate: 0.25,
  months: 12,
} as const;

/** What a month has of it. */
export interface Load {
  readonly rounds: number; // issued
  readonly kept: number; // rounds in the table
  readonly looks: number; // sellers looked at by waves
  readonly invitations: number;
  readonly reminders: number; // of those sent
  readonly opened: number;
  readonly answers: number;
}

/** @throws RangeError naming what cannot be */
export function loadOf(usage: Usage, stage: PricedStage): Load {
  check(usage);
  const { sellers, waves, recommenders, months, openRate, answerRate } = usage;
  const { asking, quarterliesAMonth, roundsDays } = stage;
  const each = usage.rounds * recommenders;
  const keptMonths = Math.min(months, roundsDays === null ? Infinity : roundsDays / MONTH);
  const asked = Math.min(
    Math.min(waves, each) + quarterliesAMonth,
    MONTH / Math.max(asking.quietDays, 1),
    (asking.perQuarter * MONTH) / 91,
  );
  const invitations = waves === 0 ? 0 : sellers * asked;
  return {
    rounds: sellers * each,
    kept: sellers * each * keptMonths,
    looks: sellers * (waves + (waves === 0 ? 0 : quarterliesAMonth)),
    invitations,
    reminders: invitations * asking.reminders * (1 - answerRate),
    opened: invitations * openRate,
    answers: invitations * answerRate,
  };
}

function check({ sellers, waves, rounds, recommenders, openRate, answerRate, months }: Usage): void {
  const whole = { sellers, recommenders };
  for (const [name, value] of Object.entries(whole))
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`cost requires a whole number of ${name}, found ${value}`);
  for (const [name, value] of Object.entries({ waves, rounds, months }))
    if (!Number.isFinite(value) || value < 0)
      throw new RangeError(`cost requires ${name} of at least 0, found ${value}`);
  for (const [name, value] of Object.entries({ openRate, answerRate }))
    if (!(value >= 0 && value <= 1))
      throw new RangeError(`cost requires ${name} from 0 to 1, found ${value}`);
  if (answerRate > openRate)
    throw new RangeError(`cost requires openRate of at least answerRate, found ${openRate}`);
}
