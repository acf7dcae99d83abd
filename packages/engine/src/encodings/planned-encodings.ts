import { encodedWord, isWithheldWord, type Spec } from '@wattline/spec';
import type { ColumnAhead } from '../horizons/labels.ts';

/** An encoding before it is fitted. */
export interface PlannedEncoding {
  readonly by: 'count' | 'target';
  readonly of: string;
  /** As names of columns have it. */
  readonly plain: string;
  readonly columns: readonly string[];
  readonly row?: ColumnAhead['of'];
  readonly smoothing: number;
  readonly blocks: number;
}

const planned = (spec: Spec, isTaken: (word: ReturnType<typeof encodedWord> & {}) => boolean) => {
  const { count, target } = spec.encodings ?? {};
  const { smoothing = 0, blocks = 1 } = target ?? {};
  const list = (by: PlannedEncoding['by'], columns: readonly string[] = []): PlannedEncoding[] =>
    columns.flatMap((of) => {
      const word = encodedWord(spec, of);
      if (word === undefined || !isTaken(word)) return [];
      return [{ by, of, plain: word.plain, columns: word.columns, smoothing, blocks }];
    });
  return [...list('count', count?.columns), ...list('target', target?.columns)];
};

/** Those of rows whose label is of their own interval: of words that can stand beside it. */
export const plannedEncodings = (spec: Spec): PlannedEncoding[] =>
  planned(spec, (word) => !isWithheldWord(spec, word));

/**
 * Those of rows of horizons, which have words of both of their rows.
 *
 * @param ahead of which row each column of feature rows is
 */
export const encodingsAhead = (spec: Spec, ahead: readonly ColumnAhead[]): PlannedEncoding[] => {
  const rowOf = new Map(ahead.map(({ name, of }) => [name, of]));
  return planned(spec, () => true).map((one) => {
    const row = rowOf.get(one.columns[0] ?? '');
    return row === undefined ? one : { ...one, row };
  });
};
