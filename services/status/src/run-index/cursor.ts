import { UsageError } from '@wattline/errors';

/** The last run of a page: the next one begins behind it, however many newer runs have come. */
export interface PageEnd {
  readonly order: string;
  readonly run: string;
}

export const writeCursor = ({ order, run }: PageEnd): string =>
  Buffer.from(JSON.stringify([order, run])).toString('base64url');

/** Throws UsageError for what `writeCursor` did not write. */
export const readCursor = (cursor: string): PageEnd => {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(read) && read.length === 2) {
      const [order, run]: unknown[] = read;
      if (typeof order === 'string' && typeof run === 'string') return { order, run };
    }
  } catch {
    // Reported below.
  }
  throw new UsageError('CURSOR_INVALID', 'the cursor is not one that this service gave', {
    remedy: 'leave it out to begin at the newest run',
    place: { column: 'cursor' },
  });
};
