import { ASSUMED } from './assumed.ts';
import { MONTH, type PricedStage } from './stage.ts';
import { UNITS } from './units.ts';
import { called, uses, type Use } from './use.ts';

const MINUTES = MONTH * 24 * 60;

/** What a stage uses without a single seller; the analyses and waves of nobody are in `analysesOf` and `wavesOf`. */
export function fixedUses(stage: PricedStage): Use[] {
  const { tenants, queuesPolled, secrets, alarmMetrics, dashboards, metrics, firewall } = stage;
  const sweeps = called(stage, 'post', MINUTES, {
    unit: UNITS.idleSweep,
    work: tenants,
    atOnce: ASSUMED.atOnce,
  });
  const polls = MINUTES * ASSUMED.pollsAMinute * queuesPolled;
  const secretReads = MONTH * 24 * ASSUMED.secretReadsAnHour * secrets;
  return [
    ...uses('standing', true, { ...sweeps, starts: MINUTES, messages: polls, secrets, secretReads }),
    ...readersOf(stage),
    ...uses('watching', true, { alarms: alarmMetrics, dashboards, metrics, firewalls: firewall ? 1 : 0 }),
  ];
}

/** A marketplace's employees read reports; CloudFront calls the function without the HTTP API. */
function readersOf(stage: PricedStage): Use[] {
  if (stage.reports === 'none') return [];
  const pages = ASSUMED.reportPages;
  const unit = { requests: 0, reads: 0, writes: 0, ms: 20, bytes: ASSUMED.reportBytes };
  const asked = stage.reports === 'edge' ? { edgeRequests: pages } : { requests: pages };
  return uses('standing', true, { ...called(stage, 'report', pages, { unit }), ...asked, gets: pages });
}
