import { toInstant, type Instant } from '../domain/instant.ts';
import { known, type RowBlock } from './row-block.ts';
import type { OutcomeLog, Response, RoundRow, SenderLog } from './row.ts';

/** A row that reads its values from the columns of a block: 40 bytes instead of 400. Its values are not properties of its own:
 *  `{...row}` would be empty, see `plainRow`. */
export class PackedRow implements RoundRow {
  readonly #block: RowBlock;
  readonly #at: number;

  constructor(block: RowBlock, at: number) {
    this.#block = block;
    this.#at = at;
  }
  get line(): number {
    return this.#block.line(this.#at);
  }
  get sellerId(): string {
    return this.#block.sellerId(this.#at);
  }
  get recommender(): string {
    return this.#block.recommender(this.#at);
  }
  get position(): number {
    return this.#block.position(this.#at);
  }
  get askedAt(): Instant | null {
    return this.#block.isDated(this.#at) ? toInstant(this.#block.position(this.#at)) : null;
  }
  get priorPlan(): number | null {
    return known(this.#block.priorPlan, this.#at);
  }
  get priorPlanRepeat(): number | null {
    return known(this.#block.priorPlanRepeat, this.#at);
  }
  get recommended(): number | null {
    return known(this.#block.recommended, this.#at);
  }
  get chosen(): number | null {
    return known(this.#block.chosen, this.#at);
  }
  get outcome(): number | null {
    return known(this.#block.outcome, this.#at);
  }
  get unit(): string | null {
    return this.#block.unit(this.#at) ?? null;
  }
  get lowerBound(): number | null {
    return known(this.#block.lowerBound, this.#at);
  }
  get upperBound(): number | null {
    return known(this.#block.upperBound, this.#at);
  }
  get trustRating(): number | null {
    return known(this.#block.trustRating, this.#at);
  }
  get trustItem(): string | undefined {
    return this.#block.trustItem(this.#at);
  }
  get suspect(): true | undefined {
    return this.#block.isSuspect(this.#at) ? true : undefined;
  }
  get outcomeSeen(): boolean {
    return this.#block.isOutcomeSeen(this.#at);
  }
  get outcomeSeenPosition(): number | null {
    return known(this.#block.outcomeSeenPosition, this.#at);
  }
  get response(): Response | null {
    return this.#block.response(this.#at);
  }
  get result(): number | null {
    return known(this.#block.result, this.#at);
  }
  get outcomeLog(): OutcomeLog | null {
    return this.#block.outcomeLog(this.#at);
  }
  get sender(): SenderLog | null {
    return this.#block.sender(this.#at);
  }
  get processes(): Readonly<Record<string, number>> {
    return this.#block.families(this.#at).processes;
  }
  get assignments(): Readonly<Record<string, string>> | undefined {
    return this.#block.families(this.#at).assignments;
  }
  get segments(): Readonly<Record<string, string>> {
    return this.#block.families(this.#at).segments;
  }
  get covariates(): Readonly<Record<string, number>> {
    return this.#block.families(this.#at).covariates;
  }
}
