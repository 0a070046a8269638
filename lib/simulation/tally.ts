import type { History, SimulatedSeller } from './history.ts';
import { CLASSES, type Class, type SimulationSettings } from './settings.ts';

/** Sum and count, for a mean. */
class Sum {
  total = 0;
  count = 0;
  add(value: number): void {
    this.total += value;
    this.count += 1;
  }
  get mean(): number | null {
    return this.count > 0 ? this.total / this.count : null;
  }
}

/** What a recommender's sellers came to, those in the file only but for `left`. */
class RecommenderTally {
  readonly trustByRound: Sum[] = [];
  readonly trustNow = new Sum();
  readonly fidelity = new Sum();
  left = 0;
}

/** What came of the planted shares, counted while the marketplace is drawn. */
export class Tally {
  readonly classes: Record<Class, number> = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };
  readonly recommenders: Readonly<Record<string, RecommenderTally>>;
  readonly exposed: Record<string, number>;
  rows = 0;
  unanswered = 0;
  dismissed = 0;
  missingOutcomes = 0;
  unseenOutcomes = 0; // known, but not shown
  unseenSellers = 0;

  constructor({ recommenders, processes }: SimulationSettings) {
    this.recommenders = Object.fromEntries(recommenders.map(({ name }) => [name, new RecommenderTally()]));
    this.exposed = Object.fromEntries(processes.map(({ name }) => [name, 0]));
  }

  addSeller(member: Class, { blind, exposedTo }: SimulatedSeller): void {
    this.classes[member] += 1;
    if (blind) this.unseenSellers += 1;
    for (const { name } of exposedTo) this.exposed[name] = (this.exposed[name] ?? 0) + 1;
  }

  addHistory(recommender: string, history: History, inFile: boolean): void {
    const tally = this.recommenders[recommender];
    if (tally === undefined) throw new RangeError(`addHistory requires a recommender of the settings`);
    if (history.left) tally.left += 1;
    if (!inFile) return;
    history.trust.forEach((trust, index) => (tally.trustByRound[index] ??= new Sum()).add(trust));
    if (history.trustNow !== null) tally.trustNow.add(history.trustNow);
    for (const r of history.fidelity) tally.fidelity.add(r);
    for (const { response, outcome, outcomeSeen } of history.rows) {
      this.rows += 1;
      if (response === 'none') this.unanswered += 1;
      if (response === 'dismiss') this.dismissed += 1;
      if (outcome === null) this.missingOutcomes += 1;
      else if (!outcomeSeen) this.unseenOutcomes += 1;
    }
  }

  /** Mean over all sequences in the file. */
  trustNow(): number | null {
    const each = Object.values(this.recommenders).map(({ trustNow }) => trustNow);
    const count = each.reduce((sum, { count: n }) => sum + n, 0);
    return count > 0 ? each.reduce((sum, { total }) => sum + total, 0) / count : null;
  }

  /** Every seller of one class? */
  areAll(member: Class): boolean {
    return CLASSES.every((name) => name === member || this.classes[name] === 0);
  }
}
