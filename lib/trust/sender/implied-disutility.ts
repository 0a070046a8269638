import { inverseOf } from '../../stats/cholesky.ts';
import { hessianOf } from '../../stats/hessian.ts';
import { minimise, type Minimum, type Objective } from '../../stats/l-bfgs.ts';
import { normalLogCdf, normalLogDensity } from '../../stats/normal.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import type { Quantity } from '../quantity-schema.ts';

/** What one logged message tells of the platform's disutility of distortion beta, docs/model.md 1.5 and 6.9.4: its value B
 *  where the message is inflated, at least B where it is the truth, at most B where it is capped. */
export interface DisutilityEvent {
  readonly regime: 'inflated' | 'truthful' | 'capped';
  readonly B: number; // M alpha (1 - G(alpha m + kappa - x)): money per unit of distortion
}

/** ln beta ~ N(mb, sb^2). */
export interface DisutilityFit {
  readonly mb: Quantity;
  readonly sb: Quantity;
  readonly median: number | null; // exp(mb), money per unit of distortion
  readonly logLikelihood: number | null;
  readonly unexplained: number; // inflated or capped messages that no beta > 0 would send
}

/** B of a message: margin per unit M, the sender's belief alpha, kappa of docs/model.md 1.5, G the distribution of eps. */
export function marginalGain(
  { margin, alpha, kappa }: { readonly margin: number; readonly alpha: number; readonly kappa: number },
  m: number,
  x: number,
  G: (eps: number) => number,
): number {
  return margin * alpha * (1 - G(alpha * m + kappa - x));
}

const LEAST_SPREAD = -5; // ln sb

/** Maximum likelihood of (mb, sb), docs/model.md 6.9.4, u = (ln B - mb)/sb:
 *      inflated  phi(u)/(sb B)      truthful  1 - Phi(u)      capped  Phi(u)
 *  with standard errors clustered by seller.
 *  @param sellers the messages to each seller */
export function fitDisutility(sellers: readonly (readonly DisutilityEvent[])[]): DisutilityFit {
  const events = sellers.flat();
  const unexplained = events.filter(({ regime, B }) => regime !== 'truthful' && !(B > 0)).length;
  const clusters = sellers.map((own) => own.filter(({ B }) => B > 0)).filter((own) => own.length > 0);
  const usable = clusters.flat();
  const reason = unidentified(usable);
  if (reason !== null) return untold(reason, clusters.length, unexplained);
  const best = maximum(usable);
  const [mb = 0, logSb = 0] = best.x;
  const [seM, seS] = standardErrors(clusters, best.x);
  const [n, sb] = [clusters.length, Math.exp(logSb)];
  const why = n < 2 ? 'one seller only: no standard error' : seM === null ? FLAT : null;
  const isLeast = logSb <= LEAST_SPREAD + 1e-6;
  return {
    mb: quantity(mb, seM, n, undefined, why),
    sb: quantity(sb, isLeast || seS === null ? null : sb * seS, n, [0, Infinity], isLeast ? ALIKE : why),
    median: Math.exp(mb),
    logLikelihood: -best.value,
    unexplained,
  };
}

const FLAT = 'the likelihood is flat: no standard error';
const ALIKE = 'all messages tell the same: the least spread there is';

function maximum(events: readonly DisutilityEvent[]): Minimum {
  const logs = events.map(({ B }) => Math.log(B));
  const centre = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const least = logs.reduce((low, value) => Math.min(low, value), Infinity);
  const most = logs.reduce((high, value) => Math.max(high, value), -Infinity);
  const box = { lower: [least - 10, LEAST_SPREAD], upper: [most + 10, 4] };
  const objective = negativeLogLikelihood(events);
  return [0, -1, 1]
    .map((shift) => minimise(objective, [centre + shift, -0.5 * shift], box, { tolerance: 1e-6 }))
    .reduce((a, b) => (b.value < a.value ? b : a));
}

/** Of (mb, ln sb): C/(C-1) H^-1 (sum_i s_i s_i') H^-1, s_i the score of seller i; null where there are none. */
function standardErrors(
  clusters: readonly (readonly DisutilityEvent[])[],
  at: Float64Array,
): readonly [number | null, number | null] {
  const inverse = inverseOf(hessianOf(negativeLogLikelihood(clusters.flat()), at, [0, 1]));
  const C = clusters.length;
  if (!inverse || C < 2) return [null, null];
  const variance = [0, 0];
  for (const own of clusters) {
    const score = new Float64Array(2);
    negativeLogLikelihood(own)(at, score);
    inverse.forEach(([a = 0, b = 0], j) => {
      variance[j] = (variance[j] ?? 0) + (a * (score[0] ?? 0) + b * (score[1] ?? 0)) ** 2;
    });
  }
  const [seM = 0, seS = 0] = variance.map((sum) => Math.sqrt((C / (C - 1)) * sum));
  return [seM, seS];
}

/** Bounds on one side only leave beta anywhere beyond them. */
function unidentified(events: readonly DisutilityEvent[]): string | null {
  const count = (regime: DisutilityEvent['regime']): number =>
    events.filter((event) => event.regime === regime).length;
  if (count('inflated') >= 2) return null;
  return 'fewer than two inflated messages: beta has bounds, but no value';
}

function untold(reason: string, n: number, unexplained: number): DisutilityFit {
  const nothing = unknownQuantity(reason, n);
  return { mb: nothing, sb: nothing, median: null, logLikelihood: null, unexplained };
}

/** -ln L of (mb, ln sb), with its gradient. */
function negativeLogLikelihood(events: readonly DisutilityEvent[]): Objective {
  return ([mb = 0, logSb = 0], gradient) => {
    const sb = Math.exp(logSb);
    let total = 0;
    let [dm, ds] = [0, 0];
    for (const { regime, B } of events) {
      const u = (Math.log(B) - mb) / sb;
      const side = regime === 'capped' ? 1 : -1;
      if (regime === 'inflated') {
        total += normalLogDensity(u, 0, 1) - logSb - Math.log(B);
        dm += u / sb;
        ds += u * u - 1;
      } else {
        const log = normalLogCdf(side * u);
        const hazard = side * Math.exp(normalLogDensity(u, 0, 1) - log);
        total += log;
        dm -= hazard / sb;
        ds -= hazard * u;
      }
    }
    gradient[0] = -dm;
    gradient[1] = -ds;
    return -total;
  };
}
