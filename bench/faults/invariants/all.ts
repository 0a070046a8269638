import {
  acceptedIsDurable,
  expiredIsRefused,
  oneAnswerAVersion,
  sameReceipt,
  unknownIsReadBack,
  wavesHaveNoClock,
} from './answers.ts';
import { sameAsFold } from './fold.ts';
import { erasedStayErased, stoppedStayStopped } from './forgotten.ts';
import { poisonBlocksNothing, writesAreSpread } from './intake.ts';
import { noMailTwiceNoneLost } from './mails.ts';
import type { Invariant } from './view.ts';

/** What must hold at the end of every history, by the numbers of the design. R10 to R12 are about analysis and publishing. */
export const INVARIANTS = {
  'R1 one answer a version': oneAnswerAVersion,
  'R2 accepted is durable': acceptedIsDurable,
  'R3 same receipt': sameReceipt,
  'R4 unknown is read back': unknownIsReadBack,
  'R5 same as the fold': sameAsFold,
  'R6 no mail twice, none lost': noMailTwiceNoneLost,
  'R7 poison blocks nothing': poisonBlocksNothing,
  'R8 expired is refused': expiredIsRefused,
  'R9 writes are spread': writesAreSpread,
  'R13 erased stay erased': erasedStayErased,
  'R13 stopped stay stopped': stoppedStayStopped,
  'R14 waves have no clock': wavesHaveNoClock,
} as const satisfies Readonly<Record<string, Invariant>>;
