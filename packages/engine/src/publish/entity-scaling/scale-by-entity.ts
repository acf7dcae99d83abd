import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { query, quoted, sqlDouble } from '../../polars/sql.ts';
import type { Scaler } from '../scaler.ts';
import { type EntityScalings, numbersOf } from './entity-scalings.ts';

const OFFSET = 'scaling: offset';
const FACTOR = 'scaling: factor';
const WHOSE = 'scaling: entity';

/** A row for each entity, with the numbers of each column; those of all where it has none. */
const tableOf = (scaler: Scaler, { fitted }: EntityScalings): DataFrame => {
  const columns = [...scaler.features, ...scaler.targets];
  const offsets = columns.map(() => new Float64Array(fitted.length));
  const factors = columns.map(() => new Float64Array(fitted.length));
  for (const [row, { offset, scale }] of fitted.entries()) {
    const [own, scales] = [numbersOf(offset), numbersOf(scale)];
    for (const [i, all] of columns.entries()) {
      const at = own[i] ?? Number.NaN;
      const isOwn = !Number.isNaN(at);
      (offsets[i] ?? own)[row] = isOwn ? at : all.offset;
      (factors[i] ?? own)[row] = 1 / (isOwn ? (scales[i] ?? 1) : all.scale);
    }
  }
  const numbers = (name: string, values: readonly Float64Array[]) =>
    values.map((one, i) => pl.Series(`${name} ${i}`, one, pl.Float64));
  const names = pl.Series(
    WHOSE,
    fitted.map(({ entity }) => entity),
    pl.String,
  );
  return pl.DataFrame([names, ...numbers(OFFSET, offsets), ...numbers(FACTOR, factors)]);
};

/** Sets are written by the same scaler, one after the other. */
const tables = new WeakMap<EntityScalings, DataFrame>();

/**
 * Scales features and targets of each entity by its own numbers, Float64; all else passes as it is, and nulls stay null.
 * What the numbers stand in comes with the rows.
 */
export const scaleByEntity =
  (scaler: Scaler, entities: EntityScalings) =>
  (frame: LazyDataFrame): LazyDataFrame => {
    const columns = [...scaler.features, ...scaler.targets];
    if (columns.length === 0) return frame;
    const table = tables.get(entities) ?? tableOf(scaler, entities);
    tables.set(entities, table);
    const scaled = columns.map(({ name, offset, scale, base }, i) => {
      const own = (what: string, otherwise: number): string =>
        `COALESCE(${quoted(`${what} ${i}`)}, ${sqlDouble(otherwise)})`;
      return `(CAST(${quoted(name)} AS DOUBLE) - ${own(OFFSET, offset)}) * ${own(FACTOR, 1 / scale)} + ${sqlDouble(base)} AS ${quoted(name)}`;
    });
    const joined = frame.join(table.lazy(), {
      leftOn: entities.column,
      rightOn: WHOSE,
      how: 'left',
      maintainOrder: 'left',
    });
    return query(joined, `SELECT * REPLACE (${scaled.join(', ')}) FROM frame`);
  };
