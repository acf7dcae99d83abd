import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { chosenColumns } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';

const ExpandingStatistic = z.enum(['mean', 'min', 'max', 'std', 'count']);
export type ExpandingStatistic = z.infer<typeof ExpandingStatistic>;

export const Expanding = z.strictObject({
  statistics: z
    .array(ExpandingStatistic)
    .min(1)
    .default(['mean', 'min', 'max', 'std'])
    .describe('mean, min, max, std (of the sample), count (of intervals that have a value)'),
  columns: Columns.describe('Aggregated columns; all of an entity’s intervals before the row’s count'),
});
export type Expanding = z.output<typeof Expanding>;

export const expandingColumns = ({ statistics, columns }: Expanding, context: FamilyContext) =>
  chosenColumns(context, columns, 'expanding.columns').map((of) => ({
    of,
    results: statistics.map((statistic) => ({ statistic, name: `${of.name}_expanding_${statistic}` })),
  }));
export type ExpandingColumn = ReturnType<typeof expandingColumns>[number];
