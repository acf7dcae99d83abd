import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import {
  BUCKET,
  CODE,
  categoryColumn,
  checkedNumber,
  cleaned,
  field,
  LINE,
  type Reading,
  valueColumn,
} from './fields.ts';
import type { Layout } from './layout.ts';
import { type ReasonCode, reasons } from './reasons.ts';

/** The columns of a row that is in order, for the buckets. */
export const readingColumns = (layout: Layout): string[] => [
  CODE,
  BUCKET,
  EVENT_TIMESTAMP,
  LINE,
  ...layout.values.map((_, position) => valueColumn(position)),
  ...layout.categories.map((_, position) => categoryColumn(position)),
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
    const extra = pl.col(field(layout.width)).str.strip().str.lengths().fillNull(pl.lit(0)).gt(0);
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
      when: pl.col('code').isNull(),
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

const firstOf = (faults: readonly Fault[], pick: (fault: Fault) => Expr): Expr =>
  faults.reduceRight<Expr>(
    (rest, fault) => pl.when(fault.when).then(pick(fault)).otherwise(rest),
    pl.lit(null).cast(pl.String),
  );

/** Rows in order, and those refused as `line, column, value, code, reason`. */
export interface CheckedRows {
  readonly rows: DataFrame;
  readonly refused: DataFrame | undefined;
}

/**
 * Checks cell by cell. Takes fields as `c0…` of any type, `__time`, `at`, `fault`, `code`, `bucket` and `__line`;
 * where fields were counted, `__fields`, `__text` and the field after the last.
 */
export const checkRows = async (frame: DataFrame, layout: Layout, reading: Reading): Promise<CheckedRows> => {
  const faults = faultsOf(layout, frame, reading);
  const bad = faults.map((fault) => fault.when).reduce((a, b) => a.or(b));
  const marked = frame.lazy().withColumn(bad.alias('__bad'));
  const rows = await marked
    .filter(pl.col('__bad').not())
    .select(
      pl.col('code').alias(CODE),
      pl.col('bucket').alias(BUCKET),
      pl.col('at').alias(EVENT_TIMESTAMP),
      pl.col(LINE),
      ...layout.values.map((value, position) =>
        checkedNumber(value, frame, reading).number.alias(valueColumn(position)),
      ),
      ...layout.categories.map(({ index }, position) =>
        cleaned(text(pl.col(field(index))), reading).alias(categoryColumn(position)),
      ),
    )
    .collect();
  if (rows.height === frame.height) {
    return { rows, refused: undefined };
  }
  const refused = await marked
    .filter(pl.col('__bad'))
    .select(
      pl.col(LINE).cast(pl.Int64).alias('line'),
      firstOf(faults, (fault) => pl.lit(fault.column)).alias('column'),
      firstOf(faults, (fault) => fault.value).alias('value'),
      firstOf(faults, (fault) => pl.lit(fault.code)).alias('code'),
      firstOf(faults, (fault) => pl.lit(reasons[fault.code])).alias('reason'),
    )
    .collect();
  return { rows, refused };
};
