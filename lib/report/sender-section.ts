import { html, type Html } from '../html/html.ts';
import type { Estimates, Sender } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import {
  difference,
  differenceBand,
  offForecast,
  senderSentences,
  shareBand,
  type ScaleName,
} from './sender-words.ts';
import { cannotTell, nothingTold, inProse, table } from './tables.ts';
import { between, count, many, number, percent, probability } from './wording.ts';

/** Is the recommender trustworthy? Trust that is deserved needs a sender that deserves it. */
export function sender(estimates: Estimates): Html {
  const { sender: rows, dynamics } = estimates;
  const scale = dynamics.find(({ segment }) => segment === 'all')?.scale ?? 'level';
  return html`<section aria-labelledby="sender">
    <h2 id="sender">Is the recommender trustworthy?</h2>
    <p>
      Whether recommendations deserve trust is judged by what came out, whether sellers saw it or not, and by
      what the marketplace logs of its own side.
    </p>
    ${
      rows.length === 0
        ? nothingTold('no recommender has five sellers with a known outcome')
        : html`${rows.map((row) => portrait(row, scale))} ${record(rows, scale)} ${candour(rows, scale)}
          ${fractiles(rows)}`
    }
    ${measured(estimates)}
  </section>`;
}

function portrait(row: Sender, scale: ScaleName): Html {
  return html`<p>
    <strong>${row.recommender}.</strong> ${senderSentences(row, scale).join(' ')}
    <small>${many(row.rounds, 'round')} of ${many(row.sellers, 'seller')}.</small>
  </p>`;
}

function record(rows: readonly Sender[], scale: ScaleName): Html {
  return html`${table(
      'Each recommender against what came out; each estimate with its 95 % interval',
      [
        { head: 'Recommender' },
        { head: 'Leans by' },
        { head: 'Better than own plan' },
        { head: 'Skill against own plan' },
        { head: 'Slope of outcomes on it' },
        { head: 'Sellers', numeric: true },
      ],
      rows.map((row) => [
        row.recommender,
        lean(row.bias, scale),
        share(row.betterShare),
        plain(row.skill),
        plain(row.line.slope, row.line.p),
        count(row.sellers),
      ]),
    )}
    <p class="note">
      ${scale === 'log' ? 'Leaning is in percent of the value' : 'Leaning is in the unit of the value'}: what
      was recommended against what came out. Skill is 1 for recommendations that are always right, 0 where
      they err as the plans do, negative where they err more. A slope below 1 says that recommendations swing
      further than outcomes do; p tests whether they neither lean nor do so.
    </p>`;
}

function lean(value: Quantity, scale: ScaleName): Html {
  if (value.estimate === null) return cannotTell(value.reason);
  return withNotes(difference(value.estimate, scale), [differenceBand(value, scale), value.reason]);
}

function share(value: Quantity): Html {
  if (value.estimate === null) return cannotTell(value.reason);
  return withNotes(percent(value.estimate), [shareBand(value), value.reason]);
}

function plain(value: Quantity, p: number | null = null): Html {
  if (value.estimate === null) return cannotTell(value.reason);
  const test = p === null ? undefined : `p ${probability(p)}`;
  return withNotes(number(value.estimate), [between(value), value.reason, test]);
}

const withNotes = (told: string, notes: readonly (string | null | undefined)[]): Html =>
  html`${told} <small>${notes.filter((note) => note !== null && note !== undefined).join('; ')}</small>`;

/** What was said beside what was believed, where any recommender logs it. */
function candour(rows: readonly Sender[], scale: ScaleName): Html | '' {
  const logged = rows.filter(({ distortion }) => distortion.truthfulShare.estimate !== null);
  if (logged.length === 0) return '';
  return html`<h3>Does it say what the marketplace believes?</h3>
    ${table(
      'Recommendations against the marketplace’s own forecast; each estimate with its 95 % interval',
      [
        { head: 'Recommender' },
        { head: 'Says what it expects' },
        { head: 'Off it by' },
        { head: 'Slope on it' },
        { head: 'At the bound' },
        { head: 'Sellers', numeric: true },
      ],
      logged.map((row) => [
        row.recommender,
        share(row.distortion.truthfulShare),
        lean(offForecast(row), scale),
        plain(row.distortion.slope),
        share(row.distortion.cappedShare),
        count(row.distortion.truthfulShare.n),
      ]),
    )}
    <p class="note">
      The truth is within 1 % of the forecast. People who report forecasts to each other in experiments have
      slopes of 0.64 to 0.75. What a unit of distortion costs the marketplace is what it would have to cost
      for its messages to be in its interest.
    </p>`;
}

function fractiles(rows: readonly Sender[]): Html | '' {
  const tested = rows.filter(({ fractile }) => fractile.share.estimate !== null);
  if (tested.length === 0) return '';
  return html`<h3>Does it cover what sellers’ costs ask for?</h3>
    ${table(
      'Share of rounds in which the recommended quantity was enough, against the share that costs ask for',
      [
        { head: 'Recommender' },
        { head: 'Was enough' },
        { head: 'Costs ask for', numeric: true },
        { head: 'p', numeric: true },
        { head: 'Test' },
      ],
      tested.map(({ recommender, fractile: { share: enough, target, p, method, reason } }) => [
        recommender,
        share(enough),
        target === null ? '' : percent(target),
        p === null ? '' : probability(p),
        [method ?? '', reason === null ? '' : html` <small>${reason}</small>`],
      ]),
    )}`;
}

/** Two things that make trust look higher than it is, and what is left without them. */
function measured({ sender: rows, trust: { overall, planError } }: Estimates): Html {
  const shifted = rows.filter(({ jitterTrust }) => jitterTrust.estimate !== null);
  return html`<h3>Is trust itself read rightly?</h3>
    <p>
      Trust looks higher than it is where sellers know by themselves what the recommendation knows, and where
      their plans are noted with error. A small random shift of recommendations shows the first, plans asked
      for twice the second.
    </p>
    ${
      shifted.length === 0
        ? html`<p>By a random shift: ${cannotTell(rows[0]?.jitterTrust.reason ?? null)}.</p>`
        : table(
            'Share of a random shift that sellers’ choices follow: trust without what they know anyway',
            [{ head: 'Recommender' }, { head: 'Trust by the shift' }, { head: 'Sellers', numeric: true }],
            shifted.map(({ recommender, jitterTrust }) => [
              recommender,
              plain(jitterTrust),
              count(jitterTrust.n),
            ]),
          )
    }
    <p>
      Trust without the error of plans:
      ${inProse(planError.corrected)}${planError.corrected.estimate === null ? '' : html`, against ${inProse(overall)} as read above`}.
    </p>`;
}
