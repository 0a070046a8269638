/** The names of the environment variables that the stacks set and the Lambdas read: one constant for both sides. */
export const ENV = {
  factsTable: 'FACTS_TABLE',
  ledgerTable: 'LEDGER_TABLE',
  filesBucket: 'FILES_BUCKET',
  reportBucket: 'REPORT_BUCKET',
  intakeBucket: 'INTAKE_BUCKET',
  linkSecret: 'LINK_SECRET',
  /** Days a round is kept; absent: until its seller is erased. */
  roundsDays: 'ROUNDS_DAYS',
  /** JSON: the tenants of this stage, see `lib/domain/tenant.ts`. */
  tenants: 'TENANTS',
  /** Where links lead: https://..., without a slash at the end. */
  surveyUrl: 'SURVEY_URL',
  /** Where reports are read: https://..., without a slash at the end; absent: nowhere but by the command line. */
  reportUrl: 'REPORT_URL',
  /** JSON: how readers of reports sign in, see `lib/reader/sign-in-settings.ts`. */
  signIn: 'SIGN_IN',
  /** `mail` or `events`: how links go out. */
  delivery: 'DELIVERY',
  /** The From of mails. */
  sender: 'SENDER',
  /** The SES configuration set mails go through. */
  configurationSet: 'CONFIGURATION_SET',
  /** Queue of what the intake could not take, with the reason. */
  setAside: 'SET_ASIDE',
  /** Bus for events to the marketplace. */
  eventBus: 'EVENT_BUS',
  /** Under which CloudWatch keeps the stage's own metrics; the metrics library reads it itself. */
  metrics: 'POWERTOOLS_METRICS_NAMESPACE',
  /** Hash of the deployed code, part of a run's id. */
  codeVersion: 'CODE_VERSION',
  /** Hash of the code that draws a report, kept in its `methods.json`. */
  reportVersion: 'REPORT_VERSION',
} as const;

/** Reads one variable that the stack must have set.
 *  @throws RangeError naming the variable when it is absent */
export function required(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new RangeError(`environment requires ${name}`);
  return value;
}
