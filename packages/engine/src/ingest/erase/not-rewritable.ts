import { RejectedError } from '../../errors.ts';

/** A file from which one series cannot be taken while the others stay. */
export const notRewritable = (
  name: string,
  why: string,
  place: { readonly line?: number } = {},
  cause?: unknown,
): RejectedError =>
  new RejectedError('FILE_NOT_REWRITABLE', `${name} cannot be written without the series: ${why}`, {
    place: { file: name, ...place },
    remedy:
      'let the file go as a whole (--drop-files): the readings of the others stay in the dataset; upload it again without the series to keep it',
    ...(cause !== undefined && { cause }),
  });
