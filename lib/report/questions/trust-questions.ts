import type { Estimates } from '../../trust/estimates.ts';
import type { Repeated } from '../../trust/quantity-schema.ts';
import { deservedWord, NOT_TOLD_APART } from '../calibration-words.ts';
import { between } from '../wording.ts';
import { movements } from '../movement.ts';
import { NOBODY_TO_COMPARE } from '../movement-words.ts';
import { ask, askAtAllLooks, wholeAndParts, type Unanswered } from './question.ts';

/** How trust moved, first of all: since the last report, and in the long run. */
export function movementQuestions(estimates: Estimates): Unanswered[] {
  const moved = movements(estimates);
  return [
    ...sinceQuestions(estimates),
    ...(moved.length === 0 ? [{ what: 'whether trust moved', why: NOBODY_TO_COMPARE }] : []),
    ...moved.flatMap(({ recommender, change }) =>
      askAtAllLooks(`whether trust in ${recommender} moved`, change),
    ),
    ...periodQuestions(estimates),
  ];
}

function sinceQuestions({ since, reasons }: Estimates): Unanswered[] {
  const what = 'how trust moved since the last report';
  if (since === null) return [{ what, why: reasons['since'] ?? 'there is no report before this one' }];
  const each = Object.entries(since.byRecommender);
  const most =
    each.length === 0
      ? [{ what: 'in which recommender it moved most', why: 'no recommender has enough sellers' }]
      : each.flatMap(([name, change]) => askAtAllLooks(`${what}, in ${name}`, change));
  return wholeAndParts(askAtAllLooks(what, since.overall), most);
}

function periodQuestions({ evolution, reasons }: Estimates): Unanswered[] {
  const why = reasons['evolution'];
  if (why === undefined && evolution.some(({ mean }) => mean !== null)) return [];
  return [{ what: 'how trust moved from period to period', why: why ?? 'no period has enough sellers' }];
}

/** How high trust is, and whether it is deserved. */
export function levelQuestions({ trust, reasons }: Estimates): Unanswered[] {
  const { calibration } = trust;
  return [
    ...wholeAndParts(
      ask('trust overall', trust.overall),
      Object.entries(trust.byRecommender).flatMap(([name, value]) => ask(`trust in ${name}`, value)),
    ),
    ...wholeAndParts(
      deservedQuestions('whether trust is as high as the record deserves', calibration.gap),
      Object.entries(calibration.byRecommender).flatMap(([name, { gap }]) =>
        deservedQuestions(`whether trust in ${name} is as high as its record deserves`, gap),
      ),
    ),
    ...ask('how closely trust follows the record', calibration.slope),
    ...ask('whether sellers who saw better recommendations trust more', calibration.acrossSellers),
    ...ask('whether better recommenders are trusted more', calibration.acrossRecommenders),
    ...(reasons['segments'] === undefined
      ? []
      : [{ what: 'trust by segment of sellers', why: reasons['segments'] }]),
  ];
}

function deservedQuestions(what: string, gap: Repeated): Unanswered[] {
  const open = askAtAllLooks(what, gap);
  if (open.length > 0 || deservedWord(gap) !== NOT_TOLD_APART) return open;
  return [{ what, why: `the difference lies in ${between(gap.anytime) ?? 'no interval'}` }];
}

/** What sellers say beside what they do, and who says anything. */
export function answerQuestions({ trust, response, nonresponse }: Estimates): Unanswered[] {
  const { agreement, ratings } = trust;
  return [
    ...ask('how many were asked and answered', { estimate: response.asked, reason: response.reason }),
    ...ask('what sellers say about their trust', trust.stated),
    ...ask('what they would say, had everybody answered', nonresponse.corrected),
    ...ask('weight of advice', trust.shown),
    ...ask('whether sellers do as they say', agreement.statedShown.raw),
    ...ask('whether they say what is inferred from what they do', agreement.statedInferred.raw),
    ...ask('how answers hang together with inferred trust', ratings.slope),
    ...ask('whether a seller answers the same twice', ratings.retest),
  ];
}
