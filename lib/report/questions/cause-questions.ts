import type { Estimates } from '../../trust/estimates.ts';
import { contradicted, isTold, NOBODY_TWICE } from '../cause-words.ts';
import { between } from '../wording.ts';
import { ask, type Unanswered } from './question.ts';

type Dynamics = Estimates['dynamics'][number];

/** What moved trust: gain, loss, the placebo, what they did, and where it leads. */
export function causeQuestions({ dynamics, trust, stress }: Estimates): Unanswered[] {
  const all = dynamics.find(({ segment }) => segment === 'all');
  const attributed = Object.entries(trust.attribution);
  return [
    ...(contradicted({ dynamics }) ? PLACEBO : []),
    ...(all === undefined ? NOT_FITTED : lawQuestions(all)),
    ...(attributed.length === 0 ? [{ what: 'what built and what broke trust', why: NOBODY_TWICE }] : []),
    ...attributed.flatMap(([name, { builders, busters }]) =>
      ask(`what built and what broke trust in ${name}`, builders.estimate === null ? builders : busters),
    ),
    ...stress.flatMap(({ segment, shortfall }) =>
      ask(
        `what worse recommendations would do to trust${segment === 'all' ? '' : ` in ${segment}`}`,
        shortfall,
      ),
    ),
  ];
}

const NOT_FITTED: readonly Unanswered[] = [
  { what: 'what builds and what breaks trust', why: 'no law of motion was fitted' },
];

const PLACEBO: readonly Unanswered[] = [
  {
    what: 'what outcomes built and what they broke',
    why: 'outcomes that nobody was shown seem to move trust as much as those that were',
  },
];

function lawQuestions({ parameters, placebo, steadyState, halfLife, reason }: Dynamics): Unanswered[] {
  const { gain, loss } = parameters;
  if (gain === undefined || gain.estimate === null)
    return [
      {
        what: 'what builds and what breaks trust',
        why: gain?.reason ?? reason ?? 'no law of motion was fitted',
      },
      ...ask('where trust settles', steadyState),
    ];
  return [
    ...(isTold(gain) ? [] : [{ what: 'whether good outcomes build trust', why: unclear('the gain', gain) }]),
    ...(loss === undefined || loss.estimate === null
      ? [
          {
            what: 'what breaks trust, apart from what builds it',
            why: loss?.reason ?? 'gain and loss were not told apart',
          },
        ]
      : isTold(loss)
        ? []
        : [{ what: 'whether bad outcomes break trust', why: unclear('the loss', loss) }]),
    ...ask('the placebo of gain and loss', {
      estimate: placebo.gain.estimate ?? placebo.loss.estimate,
      reason: placebo.reason ?? placebo.gain.reason,
    }),
    ...ask('where trust settles', steadyState),
    ...ask('how long trust takes to settle', halfLife),
  ];
}

function unclear(name: string, value: { lower: number | null; upper: number | null; reason: string | null }) {
  const interval = between(value);
  return interval === undefined
    ? (value.reason ?? `${name} has no interval`)
    : `${name} lies in ${interval}, which is not clear of none`;
}
