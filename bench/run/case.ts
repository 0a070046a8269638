/** Work of one round. What it returns, if anything, is its CPU time in seconds as it counted it itself (a process of its own,
 *  a program of another language); otherwise the CPU time of the measuring process counts, all its threads. */
export type Work = () => Promise<number | void> | number | void;

/** Two ways to the same result, prepared. */
export interface Pair {
  readonly ours: Work;
  readonly baseline: Work;
  /** Every round is a process of its own, which nothing warms. */
  readonly cold?: true;
  /** In how far the results agree: a number each, such as the two log-likelihoods. Asked after the rounds. */
  agree?(): string;
  close?(): Promise<void>;
}

/** `quick` is what the gate takes, `full` what is published. */
export type Size = 'quick' | 'full';

/** One comparison. To add one: export `cases: readonly Case[]` from a file of its own in bench/cases/, and a line in
 *  bench/baseline.json (`npm run bench -- --case NAME --quick --record` writes it). */
export interface Case {
  readonly name: string; // kebab-case
  readonly ours: string; // what is measured
  readonly baseline: string; // and beside what
  /** What the baseline needs beyond Node and the packages of package-lock.json; the gate does not insist on those. */
  readonly needs?: string;
  /** Most rounds, by size; the fewest are three. */
  readonly rounds: Readonly<Record<Size, number>>;
  /** @param most rounds that will be measured, beside one that does not count
   *  @returns words where it cannot run here: why */
  prepare(size: Size, most: number): Promise<Pair | string> | Pair | string;
}
