import type { Categorized, ErrorCategory } from './category.ts';
import type { Place } from './place.ts';
import type { ReadingFacts } from './reading-facts.ts';

interface Details {
  readonly remedy: string;
  readonly place?: Place;
  readonly cause?: unknown;
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

/** Whether it is one of these. */
export const isOwn = (error: unknown): error is RejectedError | TransientError | UsageError =>
  error instanceof RejectedError || error instanceof TransientError || error instanceof UsageError;
