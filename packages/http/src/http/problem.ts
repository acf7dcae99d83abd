import { STATUS_CODES } from 'node:http';
import type { Problem } from '@wattline/api';
import { type Categorized, categoryOf, type ErrorCategory, type Place, reportError } from '@wattline/errors';
import { SpecError } from '@wattline/spec/errors';
import { HTTPException } from 'hono/http-exception';

export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 409
  | 411
  | 412
  | 413
  | 415
  | 422
  | 428
  | 429
  | 500
  | 503
  | 507;

interface Details {
  readonly remedy: string;
  readonly place?: Place;
  readonly problems?: Problem['problems'];
  readonly cause?: unknown;
}

const categories: Partial<Record<ProblemStatus, ErrorCategory>> = {
  404: 'not-found',
  409: 'conflict',
  412: 'precondition-failed',
  422: 'rejected',
  500: 'internal',
  503: 'unavailable',
  507: 'out-of-space',
};

/** What a request cannot have, with the status that says so. */
export class RequestProblem extends Error implements Categorized {
  override readonly name = 'RequestProblem';
  readonly category: ErrorCategory;
  readonly status: ProblemStatus;
  readonly code: string;
  readonly remedy: string;
  readonly place: Place;
  readonly problems: Problem['problems'];

  constructor(status: ProblemStatus, code: string, message: string, details: Details) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.category = categories[status] ?? 'invalid';
    this.status = status;
    this.code = code;
    this.remedy = details.remedy;
    this.place = details.place ?? {};
    this.problems = details.problems;
  }
}

const statuses: Readonly<Record<ErrorCategory, ProblemStatus>> = {
  invalid: 400,
  rejected: 422,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  unavailable: 503,
  'out-of-space': 507,
  internal: 500,
};

const httpCodes: Partial<Record<number, { code: string; remedy: string }>> = {
  400: { code: 'REQUEST_MALFORMED', remedy: 'send a body of the media type that the request names' },
  413: { code: 'BODY_TOO_LARGE', remedy: 'send less' },
  415: {
    code: 'MEDIA_TYPE_UNSUPPORTED',
    remedy: 'send the body as a media type that the operation documents',
  },
};

const isProblemStatus = (status: number): status is ProblemStatus => status in STATUS_CODES && status >= 400;

const statusOf = (error: unknown): ProblemStatus => {
  if (error instanceof RequestProblem) return error.status;
  if (error instanceof HTTPException && isProblemStatus(error.status)) return error.status;
  return statuses[categoryOf(error)];
};

/** For an error that names no remedy of its own, as those of stores. */
const remedies: Partial<Record<ErrorCategory, string>> = {
  invalid: 'correct the request; /api/v1/reference describes it',
  'not-found': 'look whether it is still there: what is listed now may be asked for',
  'precondition-failed': 'read it again, look at what changed, and send it with the new etag',
};

const hasRemedy = (error: unknown): boolean =>
  error instanceof Error && 'remedy' in error && typeof error.remedy === 'string';

/** Any thrown value as an answer. The message of an unexpected error goes to the log alone: it may name paths. */
export const toProblem = (error: unknown): Problem & { status: ProblemStatus } => {
  const status = statusOf(error);
  const title = STATUS_CODES[status] ?? 'Error';
  const base = { type: 'about:blank', title, status };
  if (status === 500) {
    return {
      ...base,
      code: 'UNEXPECTED',
      detail: 'internal error',
      remedy: 'try again; if it fails again, report it with the log lines of the status service',
    };
  }
  if (status === 507 && !(error instanceof RequestProblem)) {
    return {
      ...base,
      code: 'DISK_FULL',
      detail: 'the disk of the service is full',
      remedy: 'free disk space, or move the data folder to a larger disk, then try again',
    };
  }
  if (error instanceof HTTPException) {
    const known = httpCodes[status] ?? { code: 'REQUEST_REFUSED', remedy: 'correct the request' };
    return { ...base, ...known, detail: error.message === '' ? title : error.message };
  }
  const report = reportError(error);
  const problems =
    error instanceof RequestProblem
      ? error.problems
      : error instanceof SpecError
        ? error.problems.map(({ key, line, message }) => ({ place: `line ${line} ${key}`.trim(), message }))
        : undefined;
  const place = Object.fromEntries(Object.entries(report.place).filter(([, value]) => value !== undefined));
  const remedy = hasRemedy(error) ? undefined : remedies[categoryOf(error)];
  return {
    ...base,
    code: report.code,
    detail: report.message,
    remedy: remedy ?? report.remedy,
    ...(Object.keys(place).length > 0 && { place }),
    ...(problems && { problems }),
  };
};

export const notFound = (code: string, message: string, remedy: string): RequestProblem =>
  new RequestProblem(404, code, message, { remedy });
