/** How a rollout is estimated. */
export interface RolloutSettings {
  /** With whom the sellers of a cohort are compared: who never meets the process, or also who has not met it yet. */
  readonly comparison: 'never' | 'not yet';
  /** How covariates enter: both (right if either model is), by outcome regression, or by weights. */
  readonly adjust: 'doubly robust' | 'outcome regression' | 'weights';
  /** Periods before the process in which sellers may already know of it. */
  readonly anticipation: number;
  /** What the effect of the process as a whole is: a mean over cohorts, over time since the process, over periods, or over all
   *  cells. */
  readonly overall: 'group' | 'dynamic' | 'calendar' | 'simple';
  readonly draws: number; // for simultaneous bands
  readonly seed: number; // a whole number
  readonly smallest?: number; // smallest effect worth acting on, in the unit of the outcome
}

export const ROLLOUT_DEFAULTS: RolloutSettings = {
  comparison: 'not yet',
  adjust: 'doubly robust',
  anticipation: 0,
  overall: 'group',
  draws: 4999,
  seed: 1,
};
