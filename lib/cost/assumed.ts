/** What no bench on one machine can tell; each is a round number on the dear side of what is usual. */
export const ASSUMED = {
  /** Milliseconds that a function waits for one request to DynamoDB, and for one to S3. */
  tableWait: 5,
  fileWait: 30,
  /** Read units, and write units, that a table gives a second: the quota an account begins with. */
  tableUnits: 40_000,
  /** Requests to the table under way at once where a job reads or writes many rows. */
  atOnce: 8,
  /** Share of calls that start an instance, and milliseconds of one processor that takes. */
  coldShare: 0.02,
  coldMs: 700,
  /** Events in one request to the intake, and messages in one batch from a queue. */
  eventsInBatch: 100,
  messagesInBatch: 10,
  /** Bytes logged: by a call of a function (its own line, Lambda's three), by a request (the API's line), by a state. */
  loggedCall: 1500,
  loggedRequest: 300,
  loggedState: 1200,
  /** Requests a minute that Lambda sends to a queue in which nothing is: five pollers that wait for twenty seconds. */
  pollsAMinute: 15,
  /** Pages that mail scanners open, a mail. */
  scans: 1,
  /** Pages of past rounds that a seller looks at, an answer. */
  histories: 0.3,
  /** Days on which something of a round comes in: it is recommended, acted on, and turns out. */
  daysOfRound: 3,
  /** How often a seller's description is sent again, a month. */
  described: 1,
  /** Share of calls beyond one a second that Lambda traces. */
  tracedShare: 0.05,
  /** Reads of the link secret an hour, by all instances that are warm. */
  secretReadsAnHour: 60,
  /** Rows of a page of DynamoDB's, 1 MB. */
  rowsInPage: 850,
  /** Pages of reports that readers open, a month, and bytes of one. */
  reportPages: 2000,
  reportBytes: 500_000,
  /** Share of a wave's pages that comes in so many hours. */
  rushShare: 0.5,
  rushHours: 4,
} as const;
