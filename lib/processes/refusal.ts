/** Why an estimator gives no number. Closed: a reader, a report and a test can tell each of them. */
export const REFUSALS = [
  'no rows', // nothing usable is left
  'not finite', // a value is NaN, infinite, or too large to be squared
  'none treated',
  'all treated',
  'one treated cluster', // what happened to one seller cannot be told from who she is
  'too few clusters', // fewer than FEWEST_CLUSTERS under the process or without it
  'no pre-period', // nothing is known from before the process
  'treatment after outcome', // the process began after all that was seen
  'process taken back', // sellers leave the process again, which a rollout has no place for
  'exposure equal to a segment', // the process goes with a segment of sellers: which of the two it was cannot be told
  'no comparison group', // nobody is without the process at the time
  'no overlap', // who is treated follows from what is known of them
  'weak exposure', // the assignment hardly moves who meets the process
  'constant outcome', // the outcome does not vary
  'regressors not independent', // a covariate follows from others, or the gap is 0 throughout
  'too few rows', // not more rows than the estimator has parameters
  'randomisation broken', // arms do not have the sizes they were drawn with, or exposure does not follow assignment
  'flat likelihood', // the model cannot tell the process from what else moves trust
  'learner failed', // a nuisance model gave no finite prediction
  'missing costs',
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

/** Fewer sellers than this under the process, or without it, and nothing is said: decision 0076. */
export const FEWEST_CLUSTERS = 5;
