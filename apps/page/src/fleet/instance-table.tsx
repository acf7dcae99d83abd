import type { FleetView } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

const sizeText = (bytes: number | undefined) => (bytes === undefined ? undefined : bytesText(bytes));

const columns: readonly Column<FleetView['instances'][number]>[] = [
  {
    head: 'Instance',
    rowHead: true,
    cell: ({ name, id }) => name ?? id,
    sortBy: ({ name, id }) => name ?? id,
  },
  { head: 'Type', cell: ({ type }) => type, sortBy: ({ type }) => type },
  { head: 'Status', cell: ({ status }) => status, sortBy: ({ status }) => status },
  { head: 'Tasks', number: true, cell: ({ tasks }) => countText(tasks), sortBy: ({ tasks }) => tasks },
  {
    head: 'Memory',
    number: true,
    cell: ({ memoryBytes }) => sizeText(memoryBytes),
    sortBy: ({ memoryBytes }) => memoryBytes,
  },
  {
    head: 'Free',
    number: true,
    cell: ({ freeMemoryBytes }) => sizeText(freeMemoryBytes),
    sortBy: ({ freeMemoryBytes }) => freeMemoryBytes,
  },
];

export const InstanceTable = ({ instances }: Pick<FleetView, 'instances'>) => (
  <DataTable label="Instances" columns={columns} rows={instances} keyOf={({ id }) => id} />
);
