import { reasons } from '@wattline/cells';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { integer } from '../../../polars/integer.ts';
import { field, LINE } from '../../read/fields.ts';
import { withoutApart } from './apart.ts';
import { COUNTED, classifySteps, type RegisterOptions } from './classify.ts';
import { LEVEL, levelsOf, ROW } from './levels.ts';
import { createTally, type RegisterTally } from './tally.ts';

/** A register of a file, and how it is to be read. */
export interface Register extends RegisterOptions {
  readonly name: string;
  /** Its column, of which `counted` is made. */
  readonly column: string;
  readonly counted: string;
}

/** The registers that a spec names. */
export const registersOf = (
  spec: Spec,
  values: readonly { readonly name: string; readonly index: number }[],
): Register[] =>
  values.flatMap(({ name, index }) => {
    const value = spec.values[name];
    if (value?.kind !== 'register') return [];
    const column = field(index);
    return [{ ...value, name, column, counted: `${column} counted` }];
  });

/** Works out what registers counted, and tallies what happened to them. */
export interface Registers {
  /**
   * Gives a bucket's rows, sorted by (entity, time), a column for what each register counted since the reading before.
   * Readings that lie apart are emptied, and are `cells` for quarantine.
   */
  readonly settle: (rows: DataFrame) => Promise<{ rows: DataFrame; cells: readonly DataFrame[] }>;
  readonly tallies: () => readonly RegisterTally[];
}

const emptied = (rows: DataFrame, name: string, code: keyof typeof reasons): Promise<DataFrame> =>
  rows
    .lazy()
    .select(
      pl.col(LINE).cast(pl.Int64).alias('line'),
      pl.lit(name).alias('column'),
      pl.col(LEVEL).cast(pl.String).alias('value'),
      pl.lit(code).alias('code'),
      pl.lit(reasons[code]).alias('reason'),
    )
    .collect();

export const createRegisters = (registers: readonly Register[]): Registers => {
  const tallies = registers.map(({ name }) => createTally(name));
  const settleOne = async (rows: DataFrame, register: Register, tally: (typeof tallies)[number]) => {
    const { column, counted, name } = register;
    const { levels, apart } = await withoutApart(await levelsOf(rows, column), register.mostPerHour);
    const steps = await classifySteps(levels, register);
    tally.add(steps, apart);
    const found: LazyDataFrame = steps
      .lazy()
      .select(pl.col(ROW), pl.col(LEVEL).alias(column), pl.col(COUNTED).alias(counted));
    const others: LazyDataFrame = rows
      .lazy()
      .withColumn(pl.intRange(integer(0), pl.len()).cast(pl.Int64).alias(ROW))
      .drop([column]);
    const settled = await others
      .join(found, { on: ROW, how: 'left', maintainOrder: 'left' })
      .drop([ROW])
      .collect();
    const cells = await Promise.all(apart.map((some) => emptied(some.rows, name, some.code)));
    return { rows: settled, cells };
  };
  return {
    settle: async (rows) => {
      let settled = rows;
      const cells: DataFrame[] = [];
      for (const [index, register] of registers.entries()) {
        const tally = tallies[index];
        if (tally === undefined) continue;
        const one = await settleOne(settled, register, tally);
        settled = one.rows;
        cells.push(...one.cells);
      }
      return { rows: settled, cells };
    },
    tallies: () => tallies.map((tally) => tally.found()),
  };
};
