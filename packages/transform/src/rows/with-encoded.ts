import type { EncodedValue } from './encode.ts';
import type { ServedRow } from './served-row.ts';

interface NamedValue extends EncodedValue {
  readonly name: string;
}

/** A row with encoded columns from a place on: behind its features. */
export const withEncoded = (row: ServedRow, from: number, encoded: readonly NamedValue[]): ServedRow => {
  if (encoded.length === 0) return row;
  const { history } = row;
  const isComplete = history === undefined && encoded.every((one) => one.history === 'complete');
  const unseen = encoded.filter(({ isUnseen }) => isUnseen).map(({ name }) => name);
  return {
    ...row,
    values: row.values.toSpliced(from, 0, ...encoded.map(({ value }) => value)),
    history: isComplete
      ? undefined
      : (history ?? row.values.map(() => 'complete' as const)).toSpliced(
          from,
          0,
          ...encoded.map((one) => one.history),
        ),
    ...(unseen.length > 0 && { unseen }),
  };
};
