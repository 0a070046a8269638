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

/** Columns that threads share: memory that is handed over without a copy. */
const shared = (bytesARow: number): SharedArrayBuffer => new SharedArrayBuffer(bytesARow * BLOCK);

/** What a block holds, to be read by another thread. */
export interface SharedBlock {
  readonly lines: Uint32Array;
  readonly positions: Float64Array;
  readonly sellers: Int32Array;
  readonly recommenders: Int32Array;
  readonly units: Int32Array;
  readonly flags: Uint8Array;
  readonly responses: Uint8Array;
  readonly ofFamilies: Int32Array;
  readonly trustItems: Int32Array | null;
  readonly families: readonly Families[]; // these are copied
  readonly numbers: readonly Numbers[];
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
  #lines: Uint32Array = new Uint32Array(shared(4));
  #positions: Float64Array = new Float64Array(shared(8));
  #sellers: Int32Array = new Int32Array(shared(4));
  #recommenders: Int32Array = new Int32Array(shared(4));
  #units: Int32Array = new Int32Array(shared(4)); // 0: none, as in `trustItems`
  #flags: Uint8Array = new Uint8Array(shared(1));
  #responses: Uint8Array = new Uint8Array(shared(1)); // 0: none, else its place in RESPONSES from 1
  #ofFamilies: Int32Array = new Int32Array(shared(4));
  #trustItems: Int32Array | null = null;
  #families: Families[] = [];
  #fidelity: Numbers = null;
  #beforeJitter: Numbers = null;
  #platformForecast: Numbers = null;
  #platformMargin: Numbers = null;
  #underageCost: Numbers = null;
  #overageCost: Numbers = null;

  /** @param block as another thread's block gave it, with the same texts; absent: empty */
  constructor(texts: Texts, block?: SharedBlock) {
    this.#texts = texts;
    if (block !== undefined) this.#hold(block);
  }

  share(): SharedBlock {
    return {
      lines: this.#lines,
      positions: this.#positions,
      sellers: this.#sellers,
      recommenders: this.#recommenders,
      units: this.#units,
      flags: this.#flags,
      responses: this.#responses,
      ofFamilies: this.#ofFamilies,
      trustItems: this.#trustItems,
      families: this.#families,
      numbers: this.#numbers(),
    };
  }

  #hold(block: SharedBlock): void {
    this.#lines = block.lines;
    this.#positions = block.positions;
    this.#sellers = block.sellers;
    this.#recommenders = block.recommenders;
    this.#units = block.units;
    this.#flags = block.flags;
    this.#responses = block.responses;
    this.#ofFamilies = block.ofFamilies;
    this.#trustItems = block.trustItems;
    this.#families = [...block.families];
    this.#setColumns(block.numbers);
  }

  /** In the order of `#setColumns`. */
  #numbers(): Numbers[] {
    const { priorPlan, priorPlanRepeat, recommended, chosen, outcome, lowerBound, upperBound } = this;
    const own = [priorPlan, priorPlanRepeat, recommended, chosen, outcome, lowerBound, upperBound];
    const logged = [this.trustRating, this.outcomeSeenPosition, this.result, this.#fidelity];
    const sender = [this.#beforeJitter, this.#platformForecast, this.#platformMargin];
    return [...own, ...logged, ...sender, this.#underageCost, this.#overageCost];
  }

  #setColumns(columns: readonly Numbers[]): void {
    let next = 0;
    const take = (): Numbers => columns[next++] ?? null;
    this.priorPlan = take();
    this.priorPlanRepeat = take();
    this.recommended = take();
    this.chosen = take();
    this.outcome = take();
    this.lowerBound = take();
    this.upperBound = take();
    this.trustRating = take();
    this.outcomeSeenPosition = take();
    this.result = take();
    this.#fidelity = take();
    this.#beforeJitter = take();
    this.#platformForecast = take();
    this.#platformMargin = take();
    this.#underageCost = take();
    this.#overageCost = take();
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
      (this.#trustItems ??= new Int32Array(shared(4)))[at] = this.#texts.indexOf(row.trustItem);
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
  const values = column ?? new Float64Array(shared(8)).fill(Number.NaN);
  values[at] = value;
  return values;
}
