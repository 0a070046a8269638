declare module 'aws-cron-expression-validator' {
  /** @throws Error naming the field that is wrong */
  export function awsCronExpressionValidator(expression: string): object;
}
