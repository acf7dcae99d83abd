import type { Written } from '@wattline/cells';

/** The columns that have the readings of a row, in their order; or why nobody knows: some are not there, or which they are. */
export type ColumnsBetween = readonly string[] | 'lacking' | 'open';

/** An upload's columns. */
interface Header {
  readonly all: ReadonlySet<string>;
  readonly inside: readonly string[];
  readonly isInside: ReadonlySet<string>;
}

const between = (
  names: readonly string[],
  [first, last]: readonly [string, string],
): readonly string[] | undefined => {
  const [from, to] = [names.indexOf(first), names.indexOf(last)];
  return from < 0 || to < from ? undefined : names.slice(from, to + 1);
};

/** Whether an object has it before the others, wherever it was written. */
const isMoved = (name: string): boolean => /^(?:0|[1-9]\d*)$/.test(name);

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, i) => name === other[i]);

const headersOf = (written: Written | undefined, ends: readonly [string, string]): readonly Header[] =>
  (written?.notations ?? []).flatMap(({ header = [] }) => {
    const inside = between(header, ends);
    return inside === undefined ? [] : [{ all: new Set(header), inside, isInside: new Set(inside) }];
  });

/**
 * Finds the columns from one to another. An object does not have its names in the order in which they were written, and
 * what writes JSON may sort them: their order is that of an upload with the same columns, and else the row's own, where it
 * is that of the uploads as far as they have them.
 *
 * @param isOrdered whether what they mean goes by their order, not by their names
 */
export const createColumnsBetween = (
  ends: readonly [string, string],
  written: Written | undefined,
  { isOrdered }: { readonly isOrdered: boolean },
): ((row: Readonly<Record<string, unknown>>) => ColumnsBetween) => {
  const headers = headersOf(written, ends);
  const keyOf = ({ inside }: Header): string => JSON.stringify(isOrdered ? inside : [...inside].sort());
  const find = (names: readonly string[]): ColumnsBetween => {
    const has = new Set(names);
    if (ends.some((name) => !has.has(name))) return 'lacking';
    const knowing = headers.filter(({ all }) => names.every((name) => all.has(name)));
    const whole = knowing.filter(({ inside }) => inside.every((name) => has.has(name)));
    const [known] = whole;
    if (known !== undefined) return new Set(whole.map(keyOf)).size === 1 ? known.inside : 'open';
    const own = names.some(isMoved) ? undefined : between(names, ends);
    const isAsIn = ({ all, inside }: Header): boolean =>
      isSame(
        (own ?? []).filter((name) => all.has(name)),
        inside.filter((name) => has.has(name)),
      );
    if (own !== undefined && headers.every(isAsIn))
      if (!isOrdered || headers.length === 0 || headers.some(({ inside }) => isSame(own, inside))) return own;
    return knowing.length > 0 ? 'lacking' : 'open';
  };
  // Most rows have the columns of the row before.
  let last: { readonly names: readonly string[]; readonly found: ColumnsBetween } | undefined;
  return (row) => {
    const names = Object.keys(row);
    if (last === undefined || !isSame(last.names, names)) last = { names, found: find(names) };
    return last.found;
  };
};
