import { type Categorized, type ErrorCategory, isErrorCategory } from './category.ts';

export type { Categorized, ErrorCategory } from './category.ts';

/** Where in the input something is wrong. */
export interface Place {
  readonly file?: string | undefined;
  /** 1-based, as editors count. */
  readonly line?: number | undefined;
  readonly column?: string | undefined;
  readonly value?: string | undefined;
}

interface Details {
  readonly remedy: string;
  readonly place?: Place;
  readonly cause?: unknown;
}

/** A decision about how a file is read, what speaks for it, what else would fit, and the spec's key that settles it. */
export interface Evidence {
  readonly about: string;
  readonly decision: string;
  readonly because: string;
  readonly alternatives: readonly string[];
  readonly key: string;
}

/** What a file leaves open: the answers as a spec has them, and the key that takes them. */
export interface Question {
  readonly about: string;
  readonly question: string;
  readonly candidates: readonly string[];
  readonly key: string;
}

/** How a file was read, as far as that is part of why it is refused. */
export interface ReadingFacts {
  readonly questions?: readonly Question[] | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
}

const withCause = (cause: unknown): ErrorOptions | undefined => (cause === undefined ? undefined : { cause });

/** The input is bad: reported once, with its remedy, and never retried. */
export class RejectedError extends Error implements Categorized {
  override readonly name = 'RejectedError';
  readonly category = 'rejected';
  readonly code: string;
  readonly place: Place;
  readonly remedy: string;
  /** What the file showed of how it is read. */
  readonly facts: ReadingFacts;

  constructor(
    code: string,
    message: string,
    details: Details & { readonly facts?: ReadingFacts | undefined },
  ) {
    super(message, withCause(details.cause));
    this.code = code;
    this.place = details.place ?? {};
    this.remedy = details.remedy;
    this.facts = details.facts ?? {};
  }
}

/** The same rejection, with what the file showed of how it is read. */
export const withFacts = (error: RejectedError, facts: ReadingFacts): RejectedError => {
  const { code, message, place, remedy, cause, stack } = error;
  const rejection = new RejectedError(code, message, {
    place,
    remedy,
    cause,
    facts: { ...facts, ...error.facts },
  });
  if (stack !== undefined) rejection.stack = stack;
  return rejection;
};

/** The surroundings failed (disk, network, another process): the same work may succeed later, so it is retried. */
export class TransientError extends Error implements Categorized {
  override readonly name = 'TransientError';
  readonly category = 'unavailable';
  readonly code: string;
  readonly place: Place;
  readonly remedy: string;

  constructor(code: string, message: string, details: Details) {
    super(message, withCause(details.cause));
    this.code = code;
    this.place = details.place ?? {};
    this.remedy = details.remedy;
  }
}

type UsageCategory = Extract<ErrorCategory, 'invalid' | 'not-found' | 'conflict'>;

/** The command or its surroundings were used wrongly: nothing was done. */
export class UsageError extends Error implements Categorized {
  override readonly name = 'UsageError';
  readonly code: string;
  readonly category: UsageCategory;
  readonly place: Place;
  readonly remedy: string;

  constructor(code: string, message: string, details: Details & { readonly category?: UsageCategory }) {
    super(message, withCause(details.cause));
    this.code = code;
    this.category = details.category ?? 'invalid';
    this.place = details.place ?? {};
    this.remedy = details.remedy;
  }
}

/** An error as it is reported: on a run, in a log line, on a terminal. */
export interface ErrorReport extends ReadingFacts {
  readonly code: string;
  readonly message: string;
  readonly place: Place;
  readonly remedy: string;
}

const systemRemedies: Record<string, string> = {
  ENOSPC: 'free disk space, or move the data folder to a larger disk, then replay the run',
  EDQUOT: 'free disk space or raise the quota, then replay the run',
  EACCES: 'give the user that runs Wattline access to the path',
  EROFS: 'move the data folder to a file system that can be written',
  EMFILE: 'raise the limit of open files (ulimit -n)',
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const SQLITE_FULL = 13;

const outOfSpaceCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'DISK_FULL'];

const isOwn = (error: unknown): error is RejectedError | TransientError | UsageError =>
  error instanceof RejectedError || error instanceof TransientError || error instanceof UsageError;

/** The code of an error that `isOutOfSpace`. */
export const isOutOfSpaceCode = (code: unknown): boolean => outOfSpaceCodes.includes(code);

/** The disk, or this user's share of it, is full. */
export const isOutOfSpace = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  return (
    isOutOfSpaceCode(code) ||
    (typeof errcode === 'number' && (errcode & 0xff) === SQLITE_FULL) ||
    // Polars has no code for it. An error of ours has, and may quote a file's name.
    (!isOwn(error) && /no space left on device/i.test(error.message))
  );
};

const hasCategory = (error: unknown): error is Categorized =>
  error instanceof Error && 'category' in error && isErrorCategory(error.category);

/** The category of any thrown value; `internal` for an error that names none. */
export const categoryOf = (error: unknown): ErrorCategory => {
  if (isOutOfSpace(error)) return 'out-of-space';
  return hasCategory(error) ? error.category : 'internal';
};

/** Any thrown value as a report with code, place and remedy. */
export const reportError = (error: unknown): ErrorReport => {
  if (isOwn(error)) {
    const { code, message, place, remedy } = error;
    return { code, message, place, remedy, ...(error instanceof RejectedError && error.facts) };
  }
  if (!(error instanceof Error)) {
    return {
      code: 'UNEXPECTED',
      message: String(error),
      place: {},
      remedy: 'replay the run; if it fails again, report it',
    };
  }
  const fields = error as Error & { code?: unknown; path?: unknown; remedy?: unknown; place?: Place };
  const code = text(fields.code) ?? 'UNEXPECTED';
  const path = text(fields.path);
  // A native error has an unspecific code, as GenericFailure.
  const full = isOutOfSpace(error) && systemRemedies[code] === undefined && code !== 'DISK_FULL';
  return {
    code: full ? 'ENOSPC' : code,
    message: error.message,
    place: fields.place ?? (path === undefined ? {} : { file: path }),
    remedy:
      text(fields.remedy) ??
      systemRemedies[full ? 'ENOSPC' : code] ??
      'replay the run; if it fails again, report it with the log lines of this run',
  };
};
