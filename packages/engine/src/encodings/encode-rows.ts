import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { epochMs } from '../features/local-time.ts';
import { columnList, query, quoted, sqlDouble } from '../polars/sql.ts';
import type { Encoding } from './encoding.ts';
import { reachedSql, wordSql } from './word-sql.ts';

const [MS, WORD, STEP] = ['encode: ms', 'encode: word', 'encode: step'];
const foundOf = (name: string): string => `encode: found ${name}`;

/** A number as training sets have it: the same bits wherever it is scaled. */
const scaledBy = ({ scaling }: Encoding): ((value: number | null) => number | null) => {
  if (scaling === undefined) return (value) => value;
  const { offset, scale, base } = scaling;
  const factor = 1 / scale;
  return (value) => (value === null ? null : (value - offset) * factor + base);
};

/** The step of an encoding that counts at an instant. */
const stepAt = ({ from }: Encoding, ms: number): number =>
  Math.max(
    0,
    from.findLastIndex((one) => Date.parse(one) <= ms),
  );

/** What the words of one column are worth: a row for each word and step. */
const tableOf = (encodings: readonly Encoding[], steps: readonly number[]): LazyDataFrame => {
  const words = [...new Set(encodings.flatMap((one) => one.words.map(([word]) => word)))];
  const numbers = encodings.map((encoding) => {
    const [scaled, found] = [scaledBy(encoding), new Map(encoding.words)];
    const places = steps.map((ms) => stepAt(encoding, ms));
    const values = words.flatMap((word) => {
      const own = found.get(word);
      return places.map((place) => scaled(own?.[place] ?? null));
    });
    return pl.Series(foundOf(encoding.name), values, pl.Float64);
  });
  return pl
    .DataFrame([
      pl.Series(
        WORD,
        words.flatMap((word) => steps.map(() => word)),
        pl.String,
      ),
      pl
        .Series(
          STEP,
          words.flatMap(() => [...steps.keys()]),
          pl.Float64,
        )
        .cast(pl.Int32),
      ...numbers,
    ])
    .lazy();
};

const sqlNumber = (value: number | null): string =>
  value === null ? 'CAST(NULL AS DOUBLE)' : sqlDouble(value);

/** Adds the columns of encodings that have one column of words. */
const encodeWord =
  (encodings: readonly [Encoding, ...Encoding[]]) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const steps = [...new Set(encodings.flatMap(({ from }) => from.map((one) => Date.parse(one))))].sort(
      (a, b) => a - b,
    );
    const keyed = query(
      frame,
      `SELECT *, ${columnList([
        { name: WORD, sql: wordSql(encodings[0].columns) },
        { name: STEP, sql: reachedSql(quoted(MS), steps.slice(1)) },
      ])} FROM frame`,
    );
    const encoded = encodings.map((encoding) => {
      const scaled = scaledBy(encoding);
      const others = steps.map(
        (ms, step) => `WHEN ${step} THEN ${sqlNumber(scaled(encoding.unseen[stepAt(encoding, ms)] ?? null))}`,
      );
      const unseen = `CASE ${quoted(STEP)} ${others.join(' ')} END`;
      return {
        name: encoding.name,
        sql: `CASE WHEN ${quoted(WORD)} IS NOT NULL THEN COALESCE(${quoted(foundOf(encoding.name))}, ${unseen}) END`,
      };
    });
    const joined = keyed.join(tableOf(encodings, steps), {
      on: [WORD, STEP],
      how: 'left',
      maintainOrder: 'left',
    });
    return query(joined, `SELECT *, ${columnList(encoded)} FROM frame`).drop(
      WORD,
      STEP,
      ...encodings.map(({ name }) => foundOf(name)),
    );
  };

/** Adds the columns of encodings, scaled; rows keep their order. */
export const encodeRows =
  (encodings: readonly Encoding[]) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    if (encodings.length === 0) return frame;
    const byWord = Map.groupBy(encodings, ({ columns }) => columns.join('\n'));
    let rows = frame.withColumn(epochMs(pl.col(EVENT_TIMESTAMP)).alias(MS));
    for (const [first, ...others] of byWord.values())
      if (first !== undefined) rows = encodeWord([first, ...others])(rows);
    return rows.drop(MS);
  };
