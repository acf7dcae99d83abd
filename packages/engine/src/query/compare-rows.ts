import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP, ONLY_ENTITY } from '../columns.ts';
import { type Cell, cellColumn, cellsOf } from './cells.ts';
import type { Column } from './column.ts';
import { epochMs, integer, scanFile } from './scan-rows.ts';

/** One version's files of a comparison. */
export interface Side {
  readonly paths: readonly string[];
  /** Undefined where the set has no entities. */
  readonly entityColumn: string | undefined;
}

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ChangedCell {
  readonly entity: string;
  readonly eventTimestamp: string;
  readonly column: string;
  readonly from: Cell;
  readonly to: Cell;
}

export interface Compared {
  readonly rows: {
    readonly from: number;
    readonly to: number;
    readonly both: number;
    readonly changed: number;
  };
  /** Changed cells of each compared column, in their order. */
  readonly cells: readonly number[];
  readonly sample: readonly ChangedCell[];
}

const keys = [
  { name: 'entity', dtype: 'String' },
  { name: 'time', dtype: 'Datetime(ms, UTC)' },
] as const;
const SAMPLE_ROWS = 20;

/** Entity and time, and the compared columns under short names that no column has. */
const sideRows = (side: Side, columns: readonly Column[], letter: string, window?: Window) => {
  const entity = side.entityColumn === undefined ? pl.lit(ONLY_ENTITY) : pl.col(side.entityColumn);
  const scans = side.paths.map((path) => {
    const all = scanFile(path);
    const rows =
      window === undefined
        ? all
        : all.filter(
            epochMs()
              .gtEq(integer(window.fromMs))
              .and(epochMs().lt(integer(window.toMs))),
          );
    return rows.select(
      entity.alias('entity'),
      pl.col(EVENT_TIMESTAMP).alias('time'),
      ...columns.map(({ name }, index) => pl.col(name).alias(`${letter}${index}`)),
    );
  });
  const [only] = scans;
  return only !== undefined && scans.length === 1 ? only : pl.concat(scans);
};

/** Two nulls, and two NaN, are no difference. */
const differs = (index: number): string => `(a.a${index} IS DISTINCT FROM b.b${index})`;
const JOINED = 'FROM a JOIN b ON a.entity = b.entity AND a.time = b.time';

const numberIn = (frame: DataFrame, name: string): number => Number(frame.getColumn(name).toArray()[0] ?? 0);

const countRows = async (rows: LazyDataFrame): Promise<number> =>
  numberIn(await rows.select(pl.len().cast(pl.Float64).alias('rows')).collect(), 'rows');

const sampleOf = async (changed: LazyDataFrame, columns: readonly Column[]): Promise<ChangedCell[]> => {
  const compared = (letter: string) =>
    columns.map(({ dtype }, index) => ({ name: `${letter}${index}`, dtype }));
  const read = [...keys, ...compared('a'), ...compared('b')];
  const frame = await changed.select(...read.map(cellColumn)).collect();
  return cellsOf(frame, read).flatMap((row) =>
    columns.flatMap(({ name }, index) => {
      const [from = null, to = null] = [row[keys.length + index], row[keys.length + columns.length + index]];
      return from === to
        ? []
        : [{ entity: String(row[0]), eventTimestamp: String(row[1]), column: name, from, to }];
    }),
  );
};

/** Compares the rows of two sides, column by column. The columns are in both, of one type. */
export const compareRows = async (options: {
  readonly from: Side;
  readonly to: Side;
  readonly columns: readonly Column[];
  readonly window?: Window;
  /** Whether to give some of the changed cells. */
  readonly sample: boolean;
}): Promise<Compared> => {
  const { from, to, columns, window } = options;
  const a = from.paths.length === 0 ? undefined : sideRows(from, columns, 'a', window);
  const b = to.paths.length === 0 ? undefined : sideRows(to, columns, 'b', window);
  const counted = { from: a ? await countRows(a) : 0, to: b ? await countRows(b) : 0 };
  if (a === undefined || b === undefined)
    return { rows: { ...counted, both: 0, changed: 0 }, cells: columns.map(() => 0), sample: [] };
  const context = pl.SQLContext({ a, b });
  const indexes = columns.map((_, index) => index);
  const any = indexes.length === 0 ? 'FALSE' : indexes.map(differs).join(' OR ');
  const sums = [any, ...indexes.map(differs)].map(
    (condition, index) => `SUM(CAST((${condition}) AS DOUBLE)) AS s${index}`,
  );
  const counts = await context.execute(`SELECT COUNT(*) AS both, ${sums.join(', ')} ${JOINED}`).collect();
  const changed = numberIn(counts, 's0');
  const pairs = indexes.map((index) => `a.a${index}, b.b${index}`).join(', ');
  const sample =
    options.sample && changed > 0
      ? await sampleOf(
          context.execute(
            `SELECT a.entity, a.time, ${pairs} ${JOINED} WHERE ${any} ORDER BY a.entity, a.time LIMIT ${SAMPLE_ROWS}`,
          ),
          columns,
        )
      : [];
  return {
    rows: { ...counted, both: numberIn(counts, 'both'), changed },
    cells: indexes.map((index) => numberIn(counts, `s${index + 1}`)),
    sample,
  };
};
