import type { Page } from 'playwright-core';
import { addDays } from '../../lib/domain/instant.ts';
import { subjectName } from '../../lib/survey/subject-name.ts';
import { fact, type marketplace, NOW, recommendation } from '../survey/marketplace.ts';

export type Show = (page: Page) => Promise<unknown>;

export const WHY = {
  range: { low: 190, high: 265 },
  risk: {
    tooHigh: 'Kettles stay in store until spring, at two cents a day each.',
    tooLow: 'You sell out about a week before the holidays.',
  },
  promise: { text: 'Storage fees stay as they are.', until: addDays(NOW, 60) },
};

export const PAST = Array.from({ length: 6 }, (_, i) => ({
  sellerId: '',
  recommendationId: `old-${i}`,
  recommendation: recommendation({
    at: addDays(NOW, -9 * (i + 1)),
    recommender: i === 5 ? 'product-range' : 'replenishment',
    title: `Ware ${i}`,
    priorPlan: 200 + 10 * i,
  }),
  action: { ...fact(), response: 'adjust' as const, chosen: 220 },
  outcome: { ...fact(), value: 216 + 3 * i },
  outcomeShown: fact(),
}));

/** What ledgers tell besides a seller's own rounds. */
export async function tellLedgers({ facts }: Pick<ReturnType<typeof marketplace>, 'facts'>): Promise<void> {
  const all = { sellers: 1240, recommendation: 733, plan: 402 };
  const reference = { recommender: 'replenishment', countedAt: NOW, segment: null, groups: {}, all };
  await facts().putReference('us', reference);
  const notes = {
    en: 'Since November you can send back what has not sold after 60 days.',
    de: 'Seit November können Sie zurückgeben, was nach 60 Tagen nicht verkauft ist.',
    es: 'Desde noviembre puede devolver lo que no se haya vendido en 60 días.',
    ja: '11月から、60日以内に売れなかった商品を返品していただけます。',
    ar: 'منذ نوفمبر يمكنكم إرجاع ما لم يُبع خلال 60 يومًا.',
  };
  const entry = {
    process: 'returns',
    kind: 'protection',
    design: 'rollout',
    startAt: addDays(NOW, -20),
    notes,
  } as const;
  await facts().putProcess('us', { at: NOW, id: 'p/1', ingestedAt: NOW, entry });
}

/** Presses the button of the page's own form. */
export const send: Show = (page) => page.locator('main form > button').click();

/** Every page there is in a language, each on a link of its own; what one needs of another comes before it.
 *  @param quarterly a link to the quarterly questionnaire: the order of its blocks follows the link */
export async function allPages(
  { ask, facts }: ReturnType<typeof marketplace>,
  url: string,
  lang: string,
  quarterly: string,
): Promise<readonly (readonly [name: string, show: Show])[]> {
  const open =
    (token: string, rest = '?'): Show =>
    (page) =>
      page.goto(`${url}/s/${token}${rest}&lang=${lang}`);
  const [plan, show, answered, wrong, closed, arm] = [
    await ask({ past: PAST }),
    await ask({ arm: 'show', recommendation: { why: WHY } }),
    await ask({ arm: 'show', recommendation: { why: WHY }, past: PAST }),
    await ask({ arm: 'show' }),
    await ask({ arm: 'show', closesAt: addDays(NOW, -0.5) }),
    await ask({ arm: 'show', recommendation: { why: WHY }, experiments: { withheld: ['reasons'] } }),
  ];
  const about = `/history?about=${subjectName('rec-now')}`;
  const wrote: Show = async (page) => {
    await open(answered.token, about)(page);
    await page.locator('textarea').fill('Too many: half of them are still here from spring.\nWhy so high?');
    await send(page);
    const [message] = (await facts().readSeller('us', answered.sellerId)).messages ?? [];
    if (message) await facts().answerMessage(message, 'We had counted returns twice. It is 180 now.', NOW);
  };
  return [
    ['plan', open(plan.token)],
    ['plan with a problem', send],
    ['reply', open(show.token, '?a=5')],
    ['reply without reasons', open(arm.token)],
    [
      'reply with problems',
      async (page) => {
        await open(wrong.token)(page);
        await page.locator('input[value=adjust]').check();
        await page.locator('[name=adjust-amount]').fill('lots');
        await send(page);
      },
    ],
    [
      'receipt',
      async (page) => {
        await open(answered.token, '?edit')(page);
        await page.locator('input[value=accept]').check();
        await page.locator('input[value="5"]').check();
        await send(page);
      },
    ],
    ['receipt with news', open(answered.token, '?told=already')],
    ['closed', open(closed.token)],
    ['message', open(answered.token, about)],
    ['message with a problem', send],
    ['history with a message', wrote],
    ['history with an answer', open(answered.token, '/history?')],
    ['message after another', open(answered.token, about)],
    ['empty history', open(show.token, '/history?')],
    ['stop', open(plan.token, '/stop?')],
    ['quarterly', open(quarterly)],
    [
      'bad link, languages shown',
      async (page) => {
        await open('x')(page);
        await page.locator('summary').click();
      },
    ],
  ];
}
