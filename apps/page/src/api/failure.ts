import { ApiError, unreachable } from '@wattline/api';

/** Any rejection as what the page shows of it. */
export const failureOf = (cause: unknown): ApiError =>
  cause instanceof ApiError ? cause : unreachable(cause, 'Reload the page, and try again.');
