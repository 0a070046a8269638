/** Names that the stacks and the adapter share. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Sparse, KEYS_ONLY: what was touched since the last run, on (pk, touchedAt). */
  touchedIndex: 'touched',
  touchedAt: 'touchedAt', // instant of the last write that an analysis reads; a night reads again who has one since the last
  timeToLive: 'ttl', // seconds since 1970; clean-up only: code always compares the expiry itself
} as const;

export const SHARDS = 1024;
export const OUTBOX_LANES = 16;
