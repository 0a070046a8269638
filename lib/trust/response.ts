import type * as z from 'zod/mini';
import type { healthSchema, SurveyEstimates } from './estimates.ts';
import type { ResponseCounts } from './response-schema.ts';

/** Of rows that come without the histories they were taken from. */
export const NOT_TOLD: SurveyEstimates = {
  response: {
    sellers: null,
    asked: null,
    sent: null,
    delivered: null,
    started: null,
    answered: null,
    suspect: null,
    bounced: null,
    optedOut: null,
    reason: 'the file does not tell who was asked',
  },
  quarterly: [],
};

const FEWEST_ASKED = 20; // sellers: below, a share of them says little
const FEWEST_TOLD = 5; // sellers of whom anything is told
const LEAST_ANSWERED = 0.1; // of what was asked

/** Who was asked and who answered: the first thing that bends every number that rests on answers. */
export function responseRow(response: ResponseCounts): z.infer<typeof healthSchema> {
  const { sellers, asked, answered } = response;
  const check = 'response rate';
  if (sellers === null) return { check, status: 'unknown', detail: response.reason ?? 'not known' };
  if (sellers < FEWEST_TOLD) {
    const detail = sellers === 0 ? 'no seller was asked' : `fewer than ${FEWEST_TOLD} sellers were asked`;
    return { check, status: 'warn', detail };
  }
  const low = (answered ?? 0) < LEAST_ANSWERED * (asked ?? 0);
  return {
    check,
    status: sellers < FEWEST_ASKED || low ? 'warn' : 'ok',
    detail: `${steps(response)}; sellers who do not answer may trust otherwise`,
  };
}

/** `40 sellers were asked 60 times: 58 sent, ...`. */
function steps({ sellers, asked, ...found }: ResponseCounts): string {
  const share = (value: number | null) =>
    asked === null || asked === 0 ? '' : ` (${((100 * (value ?? 0)) / asked).toFixed(1)} %)`;
  const counted = [
    `${found.sent ?? 0} sent`,
    found.delivered === null ? 'how many were delivered nobody tells' : `${found.delivered} delivered`,
    `${found.started ?? 0} begun${share(found.started)}`,
    `${found.answered ?? 0} answered${share(found.answered)}`,
    `${found.suspect ?? 0} of those begun perhaps by a robot`,
    `${found.bounced ?? 0} bounced`,
    `${found.optedOut ?? 0} opted out`,
  ];
  return `${sellers ?? 0} sellers were asked ${asked ?? 0} times: ${counted.join(', ')}`;
}
