/** What functions count for the dashboard and the alarms: one list for both sides. Each has the dimension `service`. */
export const METRIC = {
  /** Facts that intake took, refused, and refused since their seller is erased. */
  accepted: 'FactsAccepted',
  refused: 'FactsRefused',
  erased: 'FactsOfErased',
  /** Invitations that a wave wrote. */
  invited: 'SellersInvited',
  /** Messages that went out, that were refused for good, and of which nobody can tell. */
  sent: 'MessagesSent',
  failed: 'MessagesFailed',
  uncertain: 'MessagesUncertain',
  /** How long the message that waits longest has been due, seconds. */
  late: 'OutboxLate',
  /** Age of the key that signs links, days. */
  keyAge: 'LinkKeyAge',
  /** Rounds a run read. */
  rounds: 'RoundsRead',
  /** Reports that a run showed, or found shown already. */
  published: 'ReportsPublished',
} as const;
