/** As often as the SDK tries a call of DynamoDB, for the same reasons, but without its pauses and its budget. */
const ATTEMPTS = 4;

const token = (count: number) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => undefined,
});

export const atOnce = {
  acquireInitialRetryToken: () => Promise.resolve(token(0)),
  refreshRetryTokenForRetry(
    { getRetryCount }: { getRetryCount(): number },
    { errorType }: { errorType: string },
  ) {
    const again = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
    return again && getRetryCount() + 1 < ATTEMPTS
      ? Promise.resolve(token(getRetryCount() + 1))
      : Promise.reject(new Error('no more attempts'));
  },
  recordSuccess: () => undefined,
};
