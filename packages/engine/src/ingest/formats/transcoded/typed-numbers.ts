import { lookAtNumbers } from '../../inspect/number-signs.ts';
import type { Cell } from './write-table.ts';

/** Rows that go by, and what they show once they have. */
interface WatchedRows {
  readonly rows: AsyncIterable<readonly Cell[]>;
  /** The fields whose numbers have a type, so that no sign in them groups digits. */
  readonly typed: () => ReadonlySet<number>;
  /**
   * By field, the rows before the first text that says how its numbers are written, where a number in them could be taken for
   * grouped digits.
   */
  readonly grouped: () => ReadonlyMap<number, number>;
}

/** Whether a text is a number that its signs make one number or another. */
const hasSigns = (text: string): boolean => {
  if (!/\d[^\d\p{L}]|[.,]\d/u.test(text)) return false;
  const { decimal, grouping, open } = lookAtNumbers([text.trim()]).signs;
  return [decimal, grouping, open].some((counts) => Object.values(counts).some((count) => count > 0));
};

const isLikeGroups = (text: string): boolean => /^-?\d{1,3}\.\d{3}$/.test(text);

/** The same number in digits that no sign groups: 1234e-3. Other texts as they are. */
export const withoutPoint = (text: string): string =>
  isLikeGroups(text) ? `${text.replace('.', '')}e-3` : text;

/**
 * As text, 1.234 may be a thousand and more; as a number of JSON or a spreadsheet it is no more than one, whatever the texts in
 * its field are like.
 */
export const watchNumbers = (
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
): WatchedRows => {
  const numbers = new Set<number>();
  const texts = new Map<number, number>();
  const likeGroups = new Set<number>();
  async function* watched(): AsyncGenerator<readonly Cell[]> {
    let count = 0;
    for await (const row of rows) {
      let written = row;
      for (const [field, cell] of row.entries()) {
        if (typeof cell === 'number') {
          numbers.add(field);
          if (Number.isInteger(cell) || Math.abs(cell) >= 1_000 || !isLikeGroups(String(cell))) continue;
          if (texts.has(field)) written = written.with(field, withoutPoint(String(cell)));
          else likeGroups.add(field);
        } else if (typeof cell === 'string' && !texts.has(field) && hasSigns(cell)) texts.set(field, count);
      }
      yield written;
      count += 1;
    }
  }
  return {
    rows: watched(),
    typed: () => new Set([...numbers].filter((field) => !texts.has(field))),
    grouped: () => new Map([...texts].filter(([field]) => likeGroups.has(field))),
  };
};
