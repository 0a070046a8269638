import { evolutionCsv, sellersCsv } from '../../lib/report/data-files.ts';
import { DOWNLOADS } from '../../lib/report/bundle/downloads.ts';
import { renderReport } from '../../lib/report/report.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { parseSellerEstimates, type SellerRow } from '../../lib/trust/seller-estimates.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { parseTrustFit } from '../../lib/trust/trust-fit.ts';
import { roundRow } from './row.ts';
import { settingsOf } from './settings.ts';

export interface WholeWay {
  readonly estimates: Estimates;
  readonly sellers: readonly SellerRow[];
  /** All that is published, as the bytes it is published as. */
  readonly published: string;
}

/** Rows through fit, sellers, summary, files and report, by way of files between the steps as in the cloud.
 *  @throws where anything breaks a schema */
export function wholeWay(rows: readonly RoundRow[], change: Partial<AnalysisSettings> = {}): WholeWay {
  const fit = parseTrustFit(JSON.stringify(fitTrust(rows, settingsOf(change))));
  const part = parseSellerEstimates(JSON.stringify(estimateSellers(rows, fit)));
  const input = { sha256: '', rows: rows.length, accepted: rows.length, rejected: 0, rejections: [] };
  const estimates = estimatesSchema.parse(summariseTrust(fit, [part], input));
  const report = renderReport(estimates, { title: 'Trust', tenantName: 'Shop', downloads: DOWNLOADS });
  const files = [
    JSON.stringify(estimates),
    sellersCsv(part.sellers),
    evolutionCsv(estimates.evolution),
    report,
  ];
  return { estimates, sellers: part.sellers, published: files.join('\n') };
}

/** `sellers` sellers with `rounds` rounds; `value` may change any of them. */
export function panel(
  sellers: number,
  rounds: number,
  value: (i: number, t: number) => Partial<RoundRow>,
): RoundRow[] {
  return Array.from({ length: sellers * rounds }, (_, k) => {
    const i = Math.floor(k / rounds);
    const t = k % rounds;
    return roundRow({ sellerId: `s${i}`, line: k + 2, position: t + 1, ...value(i, t) });
  });
}

/** What is wrong with results: a null without a reason, an interval the wrong way round or beside its estimate, text in
 *  which a number broke. */
export function faults({ estimates, published, sellers }: WholeWay): string[] {
  const found = nullsWithoutReason(estimates, 'estimates');
  if (estimates.theories.length !== 8) found.push(`${estimates.theories.length} theories`);
  if (estimates.verdict.reason === '') found.push('the verdict has no reason');
  for (const { trust, reason, trend, trendReason, sellerId } of sellers) {
    if (trust === null && !reason) found.push(`trust of ${sellerId} is null without a reason`);
    if (trend === null && !trendReason) found.push(`trend of ${sellerId} is null without a reason`);
  }
  const broken = /(?<![\w-])(?:NaN|-?Infinity|undefined|\[object)/.exec(published);
  if (broken)
    found.push(`${broken[0]} in ${published.slice(Math.max(0, broken.index - 60), broken.index + 20)}`);
  return found;
}

/** Every quantity, parameter, theory and model in the estimates, wherever it stands. */
function nullsWithoutReason(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([name, inner]) =>
    nullsWithoutReason(inner, `${path}.${name}`),
  );
  for (const name of ['estimate', 'logLikelihood', 'statistic', 'difference'])
    if (name in value && 'reason' in value && read(value, name) === null && !read(value, 'reason'))
      found.push(`${path}.${name} is null without a reason`);
  const [lower, estimate, upper] = ['lower', 'estimate', 'upper'].map((name) => read(value, name));
  if (typeof lower === 'number' && typeof upper === 'number') {
    if (lower > upper) found.push(`${path} has its interval the wrong way round`);
    if (typeof estimate === 'number' && (estimate < lower || estimate > upper))
      found.push(`${path} lies outside its interval`);
  }
  return found;
}

function read(value: object, name: string): unknown {
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
