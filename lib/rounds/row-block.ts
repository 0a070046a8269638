import type { Families } from './plain-row.ts';
import { RESPONSES, type OutcomeLog, type Response, type RoundRow, type SenderLog } from './row.ts';
import type { Texts } from './texts.ts';

export const BLOCK = 1024; // rows

/** Values of a column, NaN: not known; null: not known in any row. */
export type Numbers = Float64Array | null;

export function known(column: Numbers, at: number): number | null {
  const value = column === null ? Number.NaN : (column[at] as number);
  return Number.isNaN(value) ? null : value;
}

/** Up to `BLOCK` rows by column. A column is there once a row fills it. */
export class RowBlock {
  priorPlan: Numbers = null;
  priorPlanRepeat: Numbers = null;
  recommended: Numbers = null;
  chosen: Numbers = null;
  outcome: Numbers = null;
  lowerBound: Numbers = null;
  upperBound: Numbers = null;
  trustRating: Numbers = null;
  outcomeSeenPosition: Numbers = null;
  result: Numbers = null;
  readonly #texts: Texts;
  readonly #lines = new Uint32Array(BLOCK);
  readonly #positions = new Float64Array(BLOCK);
  readonly #sellers = new Int32Array(BLOCK);
  readonly #recommenders = new Int32Array(BLOCK);
  readonly #units = new Int32Array(BLOCK); // 0: none, as in `trustItems`
  readonly #flags = new Uint8Array(BLOCK);
  readonly #responses = new Uint8Array(BLOCK); // 0: none, else its place in RESPONSES from 1
  readonly #ofFamilies = new Int32Array(BLOCK);
  #trustItems: Int32Array | null = null;
  #families: Families[] = [];
  #fidelity: Numbers = null;
  #beforeJitter: Numbers = null;
  #platformForecast: Numbers = null;
  #platformMargin: Numbers = null;
  #underageCost: Numbers = null;
  #overageCost: Numbers = null;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  line(at: number): number {
    return this.#lines[at] as number;
  }
  sellerId(at: number): string {
    return this.#texts.of(this.#sellers[at] as number);
  }
  recommender(at: number): string {
    return this.#texts.of(this.#recommenders[at] as number);
  }
  position(at: number): number {
    return this.#positions[at] as number;
  }
  unit(at: number): string | undefined {
    return textAt(this.#units, at, this.#texts);
  }
  trustItem(at: number): string | undefined {
    return textAt(this.#trustItems, at, this.#texts);
  }
  isDated(at: number): boolean {
    return this.#is(DATED, at);
  }
  isSuspect(at: number): boolean {
    return this.#is(SUSPECT, at);
  }
  isOutcomeSeen(at: number): boolean {
    return this.#is(SEEN, at);
  }
  response(at: number): Response | null {
    return RESPONSES[(this.#responses[at] as number) - 1] ?? null;
  }
  families(at: number): Families {
    return this.#families[this.#ofFamilies[at] as number] ?? NO_FAMILIES;
  }
  outcomeLog(at: number): OutcomeLog | null {
    const [censored, fidelity] = [this.#is(CENSORED, at), known(this.#fidelity, at)];
    return censored || fidelity !== null ? { censored, fidelity } : null;
  }
  sender(at: number): SenderLog | null {
    if (!this.#is(SENDER, at)) return null;
    return {
      beforeJitter: known(this.#beforeJitter, at),
      platformForecast: known(this.#platformForecast, at),
      platformMargin: known(this.#platformMargin, at),
      underageCost: known(this.#underageCost, at),
      overageCost: known(this.#overageCost, at),
    };
  }

  /** @param families those of the row before, the same object, where they are the same */
  set(at: number, row: RoundRow, families: Families): void {
    this.#lines[at] = row.line;
    this.#positions[at] = row.position;
    this.#sellers[at] = this.#texts.indexOf(row.sellerId);
    this.#recommenders[at] = this.#texts.indexOf(row.recommender);
    if (row.unit !== null) this.#units[at] = this.#texts.indexOf(row.unit);
    if (row.trustItem !== undefined)
      (this.#trustItems ??= new Int32Array(BLOCK))[at] = this.#texts.indexOf(row.trustItem);
    if (row.response !== null) this.#responses[at] = RESPONSES.indexOf(row.response) + 1;
    this.#flags[at] = flagsOf(row);
    if (this.#families.at(-1) !== families) this.#families.push(families);
    this.#ofFamilies[at] = this.#families.length - 1;
    this.#setNumbers(at, row);
    if (row.outcomeLog) this.#fidelity = filled(this.#fidelity, at, row.outcomeLog.fidelity);
    if (row.sender) this.#setSender(at, row.sender);
  }

  #setNumbers(at: number, row: RoundRow): void {
    this.priorPlan = filled(this.priorPlan, at, row.priorPlan);
    this.priorPlanRepeat = filled(this.priorPlanRepeat, at, row.priorPlanRepeat);
    this.recommended = filled(this.recommended, at, row.recommended);
    this.chosen = filled(this.chosen, at, row.chosen);
    this.outcome = filled(this.outcome, at, row.outcome);
    this.lowerBound = filled(this.lowerBound, at, row.lowerBound);
    this.upperBound = filled(this.upperBound, at, row.upperBound);
    this.trustRating = filled(this.trustRating, at, row.trustRating);
    this.outcomeSeenPosition = filled(this.outcomeSeenPosition, at, row.outcomeSeenPosition);
    this.result = filled(this.result, at, row.result);
  }

  #setSender(at: number, sender: SenderLog): void {
    this.#beforeJitter = filled(this.#beforeJitter, at, sender.beforeJitter);
    this.#platformForecast = filled(this.#platformForecast, at, sender.platformForecast);
    this.#platformMargin = filled(this.#platformMargin, at, sender.platformMargin);
    this.#underageCost = filled(this.#underageCost, at, sender.underageCost);
    this.#overageCost = filled(this.#overageCost, at, sender.overageCost);
  }

  #is(flag: number, at: number): boolean {
    return ((this.#flags[at] as number) & flag) !== 0;
  }
}

const [DATED, SUSPECT, SEEN, CENSORED, SENDER] = [1, 2, 4, 8, 16] as const;

const NO_FAMILIES: Families = { processes: {}, segments: {}, covariates: {} };

function flagsOf({ askedAt, suspect, outcomeSeen, outcomeLog, sender }: RoundRow): number {
  return (
    (askedAt === null ? 0 : DATED) |
    (suspect === true ? SUSPECT : 0) |
    (outcomeSeen ? SEEN : 0) |
    (outcomeLog?.censored === true ? CENSORED : 0) |
    (sender === null ? 0 : SENDER)
  );
}

function textAt(column: Int32Array | null, at: number, texts: Texts): string | undefined {
  const index = column === null ? 0 : (column[at] as number);
  return index === 0 ? undefined : texts.of(index);
}

function filled(column: Numbers, at: number, value: number | null): Numbers {
  if (value === null) return column;
  const values = column ?? new Float64Array(BLOCK).fill(Number.NaN);
  values[at] = value;
  return values;
}
