import type { Categorized } from '@wattline/errors';

/** A file or folder of this machine cannot be used. `place.file` names it, `remedy` says what to do. */
export class LocalFileError extends Error implements Categorized {
  override readonly name = 'LocalFileError';
  readonly category = 'internal';
  readonly code: string;
  readonly place: { readonly file: string };
  readonly remedy: string;

  constructor(code: string, message: string, options: { file: string; remedy: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = { file: options.file };
    this.remedy = options.remedy;
  }
}
