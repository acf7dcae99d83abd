import type { Expr } from 'nodejs-polars';
import { query, quoted, sqlDouble } from '../../polars/sql.ts';
import { type FeaturePartition, scanPartition } from '../partition.ts';

/** Of a line between two columns, by how much a value may be off it: a share of the range of the column. */
const ROUNDING = 1e-9;

/** That a column is something in every row. */
export type Claim = { readonly name: string } & (
  | { readonly is: 'constant'; readonly value: number }
  | { readonly is: 'same as'; readonly column: string }
  | {
      readonly is: 'determined by';
      readonly column: string;
      readonly times: number;
      readonly plus: number;
      readonly range: number;
    }
);

/** Claims that are held against one file at a time. */
const AT_A_TIME = 500;

const number = (name: string): string => `CAST(${quoted(name)} AS DOUBLE)`;

/** Whether a row is as claimed; null and NaN are not, unless both columns have no value. */
const holds = (claim: Claim): string => {
  const own = number(claim.name);
  if (claim.is === 'constant') return `${own} = ${sqlDouble(claim.value)}`;
  const other = number(claim.column);
  const bothNull = `(${own} IS NULL AND ${other} IS NULL)`;
  if (claim.is === 'same as') return `${bothNull} OR ${own} = ${other}`;
  const { times, plus, range } = claim;
  const off = `ABS(${own} - (${other} * ${sqlDouble(times)} + ${sqlDouble(plus)}))`;
  return `${bothNull} OR ${off} <= ${sqlDouble(range * ROUNDING)}`;
};

const heldIn = async (
  partition: FeaturePartition,
  where: Expr,
  claims: readonly Claim[],
): Promise<{ readonly rows: number; readonly claims: readonly Claim[] }> => {
  let rows = 0;
  const held: Claim[] = [];
  for (let start = 0; start < Math.max(1, claims.length); start += AT_A_TIME) {
    const some = claims.slice(start, start + AT_A_TIME);
    const misses = some.map(
      (claim, i) => `, SUM(CASE WHEN ${holds(claim)} THEN 0 ELSE 1 END) AS "miss ${i}"`,
    );
    const frame = await query(
      scanPartition(partition).filter(where),
      `SELECT COUNT(*) AS "rows"${misses.join('')} FROM frame`,
    ).collect();
    const [count, ...missed]: unknown[] = frame.row(0);
    rows = Number(count);
    held.push(...some.filter((_, i) => Number(missed[i] ?? 0) === 0));
  }
  return { rows, claims: held };
};

/** The claims that hold in each row that `where` keeps of each partition, and how many rows these are. */
export const claimsThatHold = async (
  partitions: readonly FeaturePartition[],
  where: Expr,
  claims: readonly Claim[],
): Promise<{ readonly rows: number; readonly claims: readonly Claim[] }> => {
  let left = claims;
  let rows = 0;
  for (const partition of partitions) {
    const held = await heldIn(partition, where, left);
    rows += held.rows;
    left = held.claims;
  }
  return { rows, claims: left };
};
