import type { Estimates, SurveyEstimates } from '../trust/estimates.ts';
import type { QuarterlyMean, ResponseCounts } from '../trust/response-schema.ts';

/** Counts of so few sellers, and their answers, are withheld; so is the mean without suspects where subtraction would give
 *  away what so few suspects answered. */
export function suppressedSurvey({ response, quarterly }: Estimates, smallest: number): SurveyEstimates {
  return {
    response: response.sellers !== null && response.sellers < smallest ? few(smallest) : response,
    quarterly: quarterly
      .filter(({ sellers }) => sellers >= smallest)
      .map((row) => withoutFewSuspects(row, smallest)),
  };
}

const few = (smallest: number): ResponseCounts => ({
  sellers: null,
  asked: null,
  sent: null,
  delivered: null,
  started: null,
  answered: null,
  suspect: null,
  bounced: null,
  optedOut: null,
  reason: `fewer than ${smallest} sellers were asked`,
});

function withoutFewSuspects(row: QuarterlyMean, smallest: number): QuarterlyMean {
  const suspects = row.sellers - row.withoutSuspects.sellers;
  if (suspects === 0 || suspects >= smallest) return row;
  return { ...row, withoutSuspects: { ...row.withoutSuspects, mean: null, lower: null, upper: null } };
}
