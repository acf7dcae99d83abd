import type { ApiError } from '@wattline/api';
import { TransientError, UsageError } from '@wattline/errors';

const SERVER_FAILED = 500;

/** A server's problem as the command's own error, with its code, place and remedy. */
export const problemError = (error: ApiError): Error => {
  const { status, code, detail, remedy, place } = error.problem;
  const details = { remedy, ...(place && { place }), cause: error };
  // A refused request is wrong usage; no answer, an unreadable one and a server's failure may go well later.
  const isUsage = status !== 0 && status < SERVER_FAILED && code !== 'UNEXPECTED_RESPONSE';
  return isUsage ? new UsageError(code, detail, details) : new TransientError(code, detail, details);
};
