import type { PairColumn } from './columns.ts';

/** Of which columns means are asked for, over how many intervals before. */
export const meansOf = (columns: readonly PairColumn[]) =>
  [...Map.groupBy(columns, ({ of }) => of.name)].flatMap(([source, some]) => {
    const sides = some.flatMap(({ first, second }) => [first, second]);
    const steps = [...new Set(sides.flatMap((side) => ('meanOf' in side ? side.meanOf : [])))];
    return steps.length === 0 ? [] : [{ source, steps }];
  });
