import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import pMap from 'p-map';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { RejectedError } from '../../errors.ts';
import { combinedMoments, type Moments, momentExpressions, momentsIn, noMoments } from '../../moments.ts';
import { query, quoted, sqlDouble } from '../../polars/sql.ts';
import { type FeaturePartition, scanPartition } from '../../publish/partition.ts';
import type { Label } from '../labels.ts';
import { powerOfLog } from './box-cox-sql.ts';
import { leastOf } from './least-of.ts';

/** λ is looked for in here: what lies beyond is no power that anybody means. */
const LAMBDAS = [-2, 2] as const;
/**
 * x^λ of the training span is e^−10 and more. Box-Cox of what is less lies so near to −1/λ that a double has too few digits
 * left to tell values apart.
 */
const LEAST_LOG = -10;
/** More than anybody sees in a label, and fewer than a flat likelihood leaves to the last bits of its sums. */
const DIGITS = 3;
const TOLERANCE = 1e-5;
/** Partitions read at once: one alone waits for its file. */
const CONCURRENCY = 2;

interface Rows {
  readonly partitions: readonly FeaturePartition[];
  readonly where: Expr;
}

/** Values held in memory: 64 MB. Of more, all files are read for each λ that is tried. */
const MOST_HELD = 8_000_000;
const VALUE = quoted('value');

/** The training rows' values, in frames. */
const valuesOf = async ({ partitions, where }: Rows, { name }: Label): Promise<readonly LazyDataFrame[]> => {
  const each = partitions.map((partition) =>
    query(
      scanPartition(partition).filter(where),
      `SELECT CAST(${quoted(name)} AS DOUBLE) AS ${VALUE} FROM frame`,
    ),
  );
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0);
  return rows > MOST_HELD ? each : [(await pl.concat(each).collect()).rechunk().lazy()];
};

/** Moments of a number that is made of each value. */
const momentsOf = async (
  frames: readonly LazyDataFrame[],
  sql: string,
  spread: boolean,
): Promise<Moments> => {
  const found = await pMap(
    frames,
    async (frame) => {
      const numbers = query(frame, `SELECT ${sql} AS ${VALUE} FROM frame`);
      const measured = await numbers.select(momentExpressions(['value'], spread)).collect();
      return momentsIn(measured, ['value'])[0] ?? noMoments;
    },
    { concurrency: CONCURRENCY },
  );
  return found.reduce(combinedMoments, noMoments);
};

const notPositive = async (
  { partitions, where }: Rows,
  { name, column }: Label,
  entity: string | undefined,
): Promise<RejectedError> => {
  const whose = entity === undefined ? '' : `, ${quoted(entity)} AS "entity"`;
  const rows = pl.concat(partitions.map(scanPartition)).filter(where).filter(pl.col(name).ltEq(0));
  const found = await query(
    rows,
    `SELECT ${quoted(name)} AS "value", CAST(${quoted(EVENT_TIMESTAMP)} AS BIGINT) AS "at"${whose} FROM frame ORDER BY "at"${entity === undefined ? '' : ', "entity"'} LIMIT 1`,
  ).collect();
  const [value, at, of]: unknown[] = found.row(0);
  const told = `${String(value)} at ${new Date(Number(at)).toISOString()}${of === undefined ? '' : ` of ${String(of)}`}`;
  return new RejectedError(
    'BOX_COX_NOT_POSITIVE',
    `Box-Cox is of numbers above 0, and ${column} is ${told}, in the training span`,
    {
      place: { column, value: String(value) },
      remedy:
        'Write as: log1p in target, which takes all numbers above −1, or value or difference, or correct the readings',
    },
  );
};

/** λ of which every value between these keeps its digits. */
const lambdasFor = ({ min, max }: Moments): readonly [number, number] => {
  const [low, high] = LAMBDAS;
  return [
    max > 1 ? Math.max(low, LEAST_LOG / Math.log(max)) : low,
    min < 1 ? Math.min(high, LEAST_LOG / Math.log(min)) : high,
  ];
};

/**
 * The λ by which Box-Cox of a label's values in some rows is most like a normal distribution: that of the greatest
 * likelihood, from −2 to 2, and of which all of them can be told apart. 1 where all are the same.
 *
 * The likelihood is greatest where the variance of the powers of x/g is least, g being the geometric mean.
 * @throws RejectedError where one of them is not above 0
 */
export const fitLambda = async (rows: Rows, label: Label, entity: string | undefined): Promise<number> => {
  const values = await valuesOf(rows, label);
  const plain = await momentsOf(values, VALUE, false);
  if (plain.count > 0 && plain.min <= 0) throw await notPositive(rows, label, entity);
  if (plain.count === 0 || plain.min === plain.max) return 1;
  const { mean } = await momentsOf(values, `LN(${VALUE})`, true);
  const log = `(LN(${VALUE}) - ${sqlDouble(mean)})`;
  const lambda = await leastOf(
    async (one) => (await momentsOf(values, powerOfLog(log, one), true)).m2,
    lambdasFor(plain),
    TOLERANCE,
  );
  return Number(lambda.toFixed(DIGITS)) + 0;
};
