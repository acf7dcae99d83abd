import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { BUCKET, CODE, checkedNumber, cleaned, field, LINE, type Reading } from './fields.ts';
import type { Layout } from './layout.ts';
import { type ReasonCode, reasons } from './reasons.ts';

/** The columns of a row that is in order, for the buckets. */
export const readingColumns = (layout: Layout): string[] => [
  CODE,
  BUCKET,
  EVENT_TIMESTAMP,
  LINE,
  ...layout.values.map(({ index }) => field(index)),
  ...layout.categories.map(({ index }) => field(index)),
];

interface Fault {
  readonly when: Expr;
  readonly code: ReasonCode;
  readonly column: string;
  readonly value: Expr;
}

const text = (value: Expr): Expr => value.cast(pl.String);

/** Every way in which a row can be bad, in the order in which they are told. */
const faultsOf = (layout: Layout, frame: DataFrame, reading: Reading): Fault[] => {
  const faults: Fault[] = [];
  if (frame.columns.includes('__fields')) {
    const fields = pl.col('__fields');
    const line = pl.col('__text').str.slice(0, 200);
    const after = pl.col(field(layout.width));
    // Not by length: fillNull on the lengths of text aborts the process in polars 0.55.
    const extra = after.isNotNull().and(after.str.strip().eq(pl.lit('')).not());
    faults.push({ when: fields.lt(layout.width), code: 'ROW_TOO_SHORT', column: '', value: line });
    faults.push({
      when: fields.gt(layout.width + 1).or(extra),
      code: 'ROW_TOO_LONG',
      column: '',
      value: line,
    });
  }
  const time = { column: layout.timeName, value: text(pl.col('__time')) };
  faults.push({ when: pl.col('__time').isNull(), code: 'TIME_MISSING', ...time });
  for (const code of ['TIME_UNREADABLE', 'TIME_SKIPPED', 'TIME_AMBIGUOUS'] as const) {
    faults.push({ when: pl.col('fault').eq(pl.lit(code)).fillNull(pl.lit(false)), code, ...time });
  }
  if (layout.entity !== undefined) {
    const cell = pl.col(field(layout.entity));
    faults.push({
      when: pl.col(CODE).isNull(),
      code: 'ENTITY_MISSING',
      column: layout.entityName ?? '',
      value: text(cell),
    });
  }
  for (const value of layout.values) {
    const { number, given, inexact } = checkedNumber(value, frame, reading);
    const at = { column: value.name, value: text(pl.col(field(value.index))) };
    faults.push({ when: given.and(number.isNull()), code: 'NOT_A_NUMBER', ...at });
    faults.push({ when: number.isFinite().not().fillNull(pl.lit(false)), code: 'NOT_FINITE', ...at });
    faults.push({ when: inexact.fillNull(pl.lit(false)), code: 'NOT_REPRESENTABLE', ...at });
    if (value.min !== undefined) {
      faults.push({ when: number.lt(value.min).fillNull(pl.lit(false)), code: 'BELOW_MIN', ...at });
    }
    if (value.max !== undefined) {
      faults.push({ when: number.gt(value.max).fillNull(pl.lit(false)), code: 'ABOVE_MAX', ...at });
    }
  }
  return faults;
};

/** Rows in order, and those refused as `line, column, value, code, reason`. */
export interface CheckedRows {
  readonly rows: DataFrame;
  readonly refused: DataFrame | undefined;
}

interface Check {
  readonly faults: readonly Fault[];
  /** Which fault a row has first: its place in `faults`, or -1. */
  readonly first: Expr;
  readonly rows: readonly Expr[];
}

const createCheck = (layout: Layout, frame: DataFrame, reading: Reading): Check => {
  const faults = faultsOf(layout, frame, reading);
  return {
    faults,
    first: faults.reduceRight<Expr>(
      (rest, fault, index) => pl.when(fault.when).then(pl.lit(index)).otherwise(rest),
      pl.lit(-1),
    ),
    rows: [
      ...[CODE, BUCKET, EVENT_TIMESTAMP, LINE].map((name) => pl.col(name)),
      ...layout.values.map((value) => checkedNumber(value, frame, reading).number.alias(field(value.index))),
      ...layout.categories.map(({ index }) =>
        cleaned(text(pl.col(field(index))), reading).alias(field(index)),
      ),
    ],
  };
};

/** To make an expression costs nodejs-polars some 0.1 ms, and a check has hundreds: made once for all chunks. */
const checks = new WeakMap<Layout, Map<string, Check>>();

const checkOf = (layout: Layout, frame: DataFrame, reading: Reading): Check => {
  const known = checks.get(layout) ?? new Map<string, Check>();
  checks.set(layout, known);
  const types = `${frame.columns.join()} ${frame.dtypes.map(String).join()}`;
  const check = known.get(types) ?? createCheck(layout, frame, reading);
  known.set(types, check);
  return check;
};

const FIRST = '__first';

const toldRows = async (bad: DataFrame, faults: readonly Fault[]): Promise<DataFrame> => {
  const present = bad.getColumn(FIRST).unique().toArray().map(Number);
  const told = present.flatMap((index) => {
    const fault = faults[index];
    return fault === undefined
      ? []
      : bad
          .lazy()
          .filter(pl.col(FIRST).eq(index))
          .select(
            pl.col(LINE).cast(pl.Int64).alias('line'),
            pl.lit(fault.column).alias('column'),
            fault.value.alias('value'),
            pl.lit(fault.code).alias('code'),
            pl.lit(reasons[fault.code]).alias('reason'),
          );
  });
  return pl.concat(told).sort('line').collect();
};

/**
 * Checks cell by cell. Takes fields as `c0…` of any type, `__time`, `event_timestamp`, `fault`, `__code`,
 * `__bucket` and `__line`; where fields were counted, `__fields`, `__text` and the field after the last.
 */
export const checkRows = async (frame: DataFrame, layout: Layout, reading: Reading): Promise<CheckedRows> => {
  const check = checkOf(layout, frame, reading);
  const marked = await frame.lazy().withColumn(check.first.alias(FIRST)).collect();
  const sound = pl.col(FIRST).lt(0);
  const rows = await marked
    .lazy()
    .filter(sound)
    .select(...check.rows)
    .collect();
  if (rows.height === frame.height) {
    return { rows, refused: undefined };
  }
  const bad = await marked.lazy().filter(sound.not()).collect();
  return { rows, refused: await toldRows(bad, check.faults) };
};
