import type { SenderLog } from '../rounds/row.ts';
import type { Conditions } from './conditions.ts';
import type { Stream } from './stream.ts';

/** What is left to chance in one round beside what happens in it. */
export interface Lot {
  readonly z: number; // shift of the recommendation, log points
  readonly again: number | null; // error of the plan when asked for again; null: asked once
}

const NOTHING: Lot = { z: 0, again: null };

/** All three draws or none, from a stream of its own: what is switched on leaves the rest as it was.
 *      z ~ N(0, jitterSd^2)      again ~ N(0, priorNoiseSd^2) */
export function lotOf({ sender, repeatedPlans, priorNoiseSd }: Conditions, lottery: Stream): Lot {
  if (sender.jitterSd === 0 && repeatedPlans === 0) return NOTHING;
  const [shift, ticket, error] = [lottery.normal(), lottery.uniform(), lottery.normal()];
  return {
    z: sender.jitterSd * shift,
    again: ticket < repeatedPlans ? priorNoiseSd * error : null,
  };
}

/** What the file says of the sender's side; null where it logs nothing.
 *  @param values in the recommender's unit: the recommendation before its shift, and what the marketplace expects */
export function senderLogOf(
  { sender }: Conditions,
  { meant, forecast }: { readonly meant: number; readonly forecast: number },
): SenderLog | null {
  const { jitterSd, forecastLogged, margin, costs } = sender;
  if (jitterSd === 0 && !forecastLogged && margin === null && costs === null) return null;
  return {
    beforeJitter: jitterSd === 0 ? null : meant,
    platformForecast: forecastLogged ? forecast : null,
    platformMargin: margin,
    underageCost: costs?.underage ?? null,
    overageCost: costs?.overage ?? null,
  };
}
