import type { ValueProfile } from '@wattline/engine/profile';
import { type Column, DataTable } from '../components/data-table.tsx';
import { countText, valueText } from '../text/numbers.ts';

type Found = number | null | undefined;

const statistic = (head: string, of: (value: ValueProfile) => Found): Column<ValueProfile> => ({
  head,
  number: true,
  cell: (value) => {
    const found = of(value) ?? undefined;
    return found === undefined ? undefined : valueText(found);
  },
  sortBy: (value) => of(value) ?? undefined,
});

const columns: readonly Column<ValueProfile>[] = [
  { head: 'Column', rowHead: true, cell: ({ name }) => name, sortBy: ({ name }) => name },
  { head: 'Count', number: true, cell: ({ count }) => countText(count), sortBy: ({ count }) => count },
  { head: 'Nulls', number: true, cell: ({ nulls }) => countText(nulls), sortBy: ({ nulls }) => nulls },
  statistic('Mean', ({ mean }) => mean),
  statistic('Std', ({ std }) => std),
  statistic('Min', ({ min }) => min),
  statistic('1 %', ({ quantiles }) => quantiles?.p01),
  statistic('25 %', ({ quantiles }) => quantiles?.p25),
  statistic('Median', ({ quantiles }) => quantiles?.p50),
  statistic('75 %', ({ quantiles }) => quantiles?.p75),
  statistic('99 %', ({ quantiles }) => quantiles?.p99),
  statistic('Max', ({ max }) => max),
];

export const QuantileTable = ({ values }: { values: readonly ValueProfile[] }) => (
  <DataTable label="Distributions in numbers" columns={columns} rows={values} keyOf={({ name }) => name} />
);
