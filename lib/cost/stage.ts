/** What of a deployed stage has a price, or decides how much is used: from its settings and its templates. */
export interface PricedStage {
  readonly tenants: number;
  readonly delivery: 'mail' | 'events';
  /** How sellers may be asked, the first tenant's. */
  readonly asking: {
    readonly elicitationShare: number;
    readonly quietDays: number;
    readonly perQuarter: number;
    readonly reminders: number;
  };
  readonly wavesAMonth: number; // by the schedule
  readonly quarterliesAMonth: number;
  readonly analysesAMonth: number; // full ones
  readonly nightsAMonth: number;
  readonly ranges: number; // workers of a map
  readonly workersAtOnce: number;
  readonly requestsPerSecond: number; // that pages may have
  readonly logDays: number;
  readonly filesDays: number;
  readonly roundsDays: number | null;
  readonly reports: 'none' | 'api' | 'edge'; // how readers reach them
  readonly firewall: boolean;
  /** MB of each function, by its file in `lambdas/`. */
  readonly memory: Readonly<Record<string, number>>;
  readonly rowsAtOnce: number; // above them a sample is fitted, and passes go over all sellers
  readonly machines: Readonly<Record<'analysis' | 'wave', Machine>>;
  /** Counted in the templates. */
  readonly queuesPolled: number;
  readonly secrets: number;
  readonly alarmMetrics: number;
  readonly dashboards: number;
  readonly metrics: number;
}

/** States that an execution enters; each is a transition. */
export interface Machine {
  readonly once: States;
  readonly again: States; // of a loop, each time round
}

export interface States {
  readonly states: number;
  readonly inRanges: number; // of the children of its maps, a range
}

export const MONTH = 365.25 / 12; // days
