import { isRefused, readNumber, type Read } from './rounds-file-cell.ts';
import type { Take } from './rounds-file-row.ts';
import { isCriticalRatio, type SenderLog } from './row.ts';

/** What the sender's side of a row says; null where it says nothing. */
export function readSenderLog(take: Take, refuse: (field: string, reason: string) => void): SenderLog | null {
  let sound = true;
  const readCost = (cell: unknown): Read<number> => {
    const cost = readPositive(cell);
    if (isRefused(cost)) sound = false;
    return cost;
  };
  const underageCost = take('underage_cost', readCost);
  const overageCost = take('overage_cost', readCost);
  const fault = sound ? costsFault(underageCost, overageCost) : undefined;
  if (fault !== undefined) refuse(fault.column, fault.reason);
  const log = {
    beforeJitter: take('recommended_before_jitter', readNumber),
    platformForecast: take('platform_forecast', readNumber),
    platformMargin: take('platform_margin', readPositive),
    underageCost,
    overageCost,
  };
  const { beforeJitter, platformForecast, platformMargin } = log;
  return (beforeJitter ?? platformForecast ?? platformMargin ?? underageCost ?? overageCost) === null
    ? null
    : log;
}

function readPositive(cell: unknown): Read<number> {
  const number = readNumber(cell);
  if (number === null || isRefused(number) || number > 0) return number;
  return { refused: 'not above 0; write money per unit as a positive number, or leave it empty' };
}

/** A critical ratio Cu / (Cu + Co) takes both costs, and two that can be told from one alone. */
function costsFault(
  underage: number | null,
  overage: number | null,
): { column: string; reason: string } | undefined {
  if ((underage === null) !== (overage === null)) {
    const [missing, given] =
      underage === null ? ['underage_cost', 'overage_cost'] : ['overage_cost', 'underage_cost'];
    return { column: missing, reason: `missing beside ${given}; give both or neither` };
  }
  if (underage === null || overage === null || isCriticalRatio(underage, overage)) return undefined;
  return {
    column: 'underage_cost',
    reason: `beside overage_cost ${overage} it makes a critical ratio of 0 or 1; check both`,
  };
}
