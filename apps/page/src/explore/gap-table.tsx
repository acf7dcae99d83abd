import type { Profile } from '@wattline/engine/profile';
import { type Column, DataTable } from '../components/data-table.tsx';
import { countText } from '../text/numbers.ts';
import { utcMinuteText } from '../text/times.ts';

type Gaps = NonNullable<Profile['gaps']>;

const columns: readonly Column<Gaps['longest'][number]>[] = [
  { head: 'Entity', rowHead: true, cell: ({ entity }) => entity, sortBy: ({ entity }) => entity },
  { head: 'After (UTC)', cell: ({ from }) => utcMinuteText(from), sortBy: ({ from }) => from },
  { head: 'Before (UTC)', cell: ({ to }) => utcMinuteText(to), sortBy: ({ to }) => to },
  {
    head: 'Missing',
    number: true,
    cell: ({ missing }) => countText(missing),
    sortBy: ({ missing }) => missing,
  },
];

export const GapTable = ({ gaps: { longest } }: { gaps: Gaps }) => (
  <DataTable
    label="The longest gaps"
    columns={columns}
    rows={longest}
    keyOf={({ entity, from }) => `${entity} ${from}`}
  />
);
