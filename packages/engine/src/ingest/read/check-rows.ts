import { type ReasonCode, reasons } from '@wattline/cells';
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { BUCKET, CODE, checkedNumber, field, ISSUED, LINE, trimmed, unitsIn, ZONE } from './fields.ts';
import type { Layout, ValueField } from './layout.ts';

/** The columns of a row that is in order, for the buckets. */
export const readingColumns = (layout: Layout): string[] => [
  CODE,
  BUCKET,
  EVENT_TIMESTAMP,
  LINE,
  ...layout.carried,
  ...layout.values.map(({ index }) => field(index)),
  ...layout.categories.map(({ index }) => field(index)),
];

interface Fault {
  readonly when: Expr;
  readonly code: ReasonCode;
  readonly column: string;
  readonly value: Expr;
}

/** Whether a row has no reading left. */
const EMPTY = '__empty';

const text = (value: Expr): Expr => value.cast(pl.String);
const no = pl.lit(false);
const noNumber = pl.lit(null).cast(pl.Float64);
const either = (faults: readonly Expr[]): Expr => faults.reduce((a, b) => a.or(b), no);

/** Every way in which a whole row can be bad, in the order in which they are reported. */
const rowFaults = (layout: Layout, frame: DataFrame): Fault[] => {
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
    faults.push({ when: pl.col('fault').eq(pl.lit(code)).fillNull(no), code, ...time });
  }
  if (layout.issued !== undefined) {
    faults.push({
      when: pl.col(ISSUED).isNull(),
      code: 'ISSUED_UNREADABLE',
      column: 'time.issued',
      value: text(pl.col('__issued_raw')),
    });
  }
  if (layout.zones !== undefined && layout.carried.includes(ZONE)) {
    faults.push({
      when: pl.col(ZONE).isNull(),
      code: 'ZONE_UNKNOWN',
      column: 'time.zones',
      value: text(pl.col('__zone_name')),
    });
  }
  if (layout.entity.length > 0) {
    faults.push({
      when: pl.col(CODE).isNull(),
      code: 'ENTITY_MISSING',
      column: layout.entityName ?? '',
      value: text(pl.col('__entity')),
    });
  }
  return faults;
};

interface Cell {
  readonly name: string;
  /** Null where missing or bad. */
  readonly number: Expr;
  readonly faults: readonly Fault[];
}

/** Every way in which a cell can be bad. */
const cellOf = (value: ValueField, frame: DataFrame): Cell => {
  const { number, given, inexact, inStrangeUnit } = checkedNumber(value, frame);
  const at = { column: value.name, value: text(pl.col(field(value.index))) };
  const faults: Fault[] = [
    ...(value.unit === undefined
      ? []
      : [
          {
            when: inStrangeUnit,
            code: 'UNIT_UNKNOWN' as const,
            column: value.name,
            value: text(pl.col(field(value.unit.index))),
          },
        ]),
    { when: given.and(number.isNull()), code: 'NOT_A_NUMBER', ...at },
    { when: number.isFinite().not().fillNull(no), code: 'NOT_FINITE', ...at },
    { when: inexact.fillNull(no), code: 'NOT_REPRESENTABLE', ...at },
  ];
  if (value.min !== undefined) {
    faults.push({ when: number.lt(value.min).fillNull(no), code: 'BELOW_MIN', ...at });
  }
  if (value.max !== undefined) {
    faults.push({ when: number.gt(value.max).fillNull(no), code: 'ABOVE_MAX', ...at });
  }
  const bad = either(faults.map(({ when }) => when));
  return { name: field(value.index), number: pl.when(bad).then(noNumber).otherwise(number), faults };
};

/** Rows in order; those refused, and cells that were emptied, as `line, column, value, code, reason`. */
export interface CheckedRows {
  readonly rows: DataFrame;
  readonly refused: DataFrame | undefined;
  readonly cells: DataFrame | undefined;
}

interface Check {
  readonly faults: readonly Fault[];
  /** Which fault a row has first: its place in `faults`, or -1. */
  readonly first: Expr;
  readonly cells: readonly Cell[];
  readonly empty: Expr;
  readonly rows: readonly Expr[];
}

const firstOf = (faults: readonly Fault[], otherwise: Expr): Expr =>
  faults.reduceRight<Expr>(
    (rest, fault, index) => pl.when(fault.when).then(pl.lit(index)).otherwise(rest),
    otherwise,
  );

const createCheck = (layout: Layout, frame: DataFrame): Check => {
  const cells = layout.values.map((value) => cellOf(value, frame));
  const bad = cells.flatMap(({ faults }) => faults);
  // A row that loses its last reading is refused as a whole.
  const empty = cells.map(({ number }) => number.isNull()).reduce((a, b) => a.and(b), pl.lit(true));
  const counting = layout.strict
    ? bad
    : bad.map((fault) => ({ ...fault, when: fault.when.and(pl.col(EMPTY)) }));
  const whole = rowFaults(layout, frame);
  return {
    faults: [...whole, ...counting],
    first: firstOf([...whole, ...counting], pl.lit(-1)),
    cells,
    empty: empty.alias(EMPTY),
    rows: [
      ...[CODE, BUCKET, EVENT_TIMESTAMP, LINE, ...layout.carried].map((name) => pl.col(name)),
      ...cells.map(({ name, number }) => number.alias(name)),
      ...layout.categories.map(({ index }) =>
        trimmed(text(pl.col(field(index))), layout.missing).alias(field(index)),
      ),
    ],
  };
};

/** To make an expression costs nodejs-polars some 0.1 ms, and a check has hundreds: made once for all chunks. */
const checks = new WeakMap<Layout, Map<string, Check>>();

const checkFor = (layout: Layout, frame: DataFrame): Check => {
  const known = checks.get(layout) ?? new Map<string, Check>();
  checks.set(layout, known);
  const units = layout.values.map((value) => unitsIn(frame, value).join('\u001f')).join('\u001e');
  const types = `${frame.columns.join()} ${frame.dtypes.map(String).join()} ${units}`;
  const check = known.get(types) ?? createCheck(layout, frame);
  known.set(types, check);
  return check;
};

const FIRST = '__first';
const CELL = '__cell';

/** Rows that have one of the faults, by the number in a column, as lines of the quarantine. */
const reported = async (
  bad: DataFrame,
  by: string,
  faults: readonly Fault[],
): Promise<DataFrame | undefined> => {
  const present = bad
    .getColumn(by)
    .unique()
    .toArray()
    .map(Number)
    .filter((index) => index >= 0);
  const parts = present.flatMap((index) => {
    const fault = faults[index];
    return fault === undefined
      ? []
      : bad
          .lazy()
          .filter(pl.col(by).eq(index))
          .select(
            pl.col(LINE).cast(pl.Int64).alias('line'),
            pl.lit(fault.column).alias('column'),
            fault.value.alias('value'),
            pl.lit(fault.code).alias('code'),
            pl.lit(reasons[fault.code]).alias('reason'),
          );
  });
  return parts.length === 0 ? undefined : pl.concat(parts).sort('line').collect();
};

/** The bad cells of rows that stay. */
const badCells = async (kept: DataFrame, cells: readonly Cell[]): Promise<DataFrame | undefined> => {
  const found: DataFrame[] = [];
  for (const { faults } of cells) {
    const marked = await kept
      .lazy()
      .withColumn(firstOf(faults, pl.lit(-1)).alias(CELL))
      .filter(pl.col(CELL).gtEq(0))
      .collect();
    const rows = marked.height === 0 ? undefined : await reported(marked, CELL, faults);
    if (rows !== undefined) found.push(rows);
  }
  return found.length === 0 ? undefined : pl.concat(found);
};

/**
 * Checks cell by cell. Takes fields as `c0…` of any type, `__time`, `event_timestamp`, `fault`, `__code`,
 * `__bucket` and `__line`, `__entity` where there is one; where fields were counted, `__fields`, `__text` and the
 * field after the last.
 */
export const checkRows = async (frame: DataFrame, layout: Layout): Promise<CheckedRows> => {
  const check = checkFor(layout, frame);
  const marked = await frame.lazy().withColumn(check.empty).withColumn(check.first.alias(FIRST)).collect();
  const sound = pl.col(FIRST).lt(0);
  const kept = await marked.lazy().filter(sound).collect();
  const rows = kept.lazy().select(...check.rows);
  const bad = kept.height === frame.height ? undefined : await marked.lazy().filter(sound.not()).collect();
  return {
    rows: await rows.collect(),
    refused: bad === undefined ? undefined : await reported(bad, FIRST, check.faults),
    cells: layout.strict ? undefined : await badCells(kept, check.cells),
  };
};
