/** Where in the input something is wrong. */
export interface Place {
  readonly file?: string;
  /** 1-based, as editors count. */
  readonly line?: number;
  readonly column?: string;
  readonly value?: string;
}

/** The input is bad: told once, with what to do about it, and never retried. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError';
  readonly code: string;
  readonly place: Place;
  readonly remedy: string;

  constructor(code: string, message: string, options: { remedy: string; place?: Place; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place ?? {};
    this.remedy = options.remedy;
  }
}
