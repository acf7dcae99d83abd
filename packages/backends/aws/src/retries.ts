import { StandardRetryStrategy } from '@smithy/core/retry';

/** Enough to see a server through a stretch of 503s; what takes longer is the next delivery's to try. */
const MAX_ATTEMPTS = 8;
const FIRST_WAIT_MS = 100;

/**
 * The SDK's own retries, but for its quota: there, each further failure of a request costs for good, until after some
 * dozens no request of the client is tried twice. Here a request has one retry's worth of it at a time, so that only
 * requests that failed at last use it up.
 */
class LastingRetries extends StandardRetryStrategy {
  override refreshRetryTokenForRetry(
    ...[token, error]: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    this.recordSuccess(token);
    return super.refreshRetryTokenForRetry(token, error);
  }
}

export const createRetries = (): StandardRetryStrategy =>
  new LastingRetries({ maxAttempts: MAX_ATTEMPTS, baseDelay: FIRST_WAIT_MS });
