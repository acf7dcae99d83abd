import type { FleetView } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { InstantText } from '../components/instant.tsx';
import { bytesText, countText } from '../text/numbers.ts';

type Task = FleetView['tasks'][number];

const healthText = (healthy: boolean | undefined): string | undefined => {
  if (healthy === undefined) return undefined;
  return healthy ? 'healthy' : 'unhealthy';
};

const columns = (tasks: readonly Task[]): readonly Column<Task>[] => [
  { head: 'Service', rowHead: true, cell: ({ service }) => service, sortBy: ({ service }) => service },
  { head: 'Task', cell: ({ id }) => <code>{id}</code> },
  { head: 'Status', cell: ({ status }) => status, sortBy: ({ status }) => status },
  {
    head: 'Health',
    shown: tasks.some(({ healthy }) => healthy !== undefined),
    cell: ({ healthy }) => healthText(healthy),
    class: ({ healthy }) => (healthy === false ? 'bad' : undefined),
    sortBy: ({ healthy }) => healthText(healthy),
  },
  {
    head: 'Memory',
    number: true,
    cell: ({ memoryBytes }) => (memoryBytes === undefined ? undefined : bytesText(memoryBytes)),
    sortBy: ({ memoryBytes }) => memoryBytes,
  },
  {
    head: 'Restarts',
    number: true,
    cell: ({ restarts }) => (restarts === undefined ? undefined : countText(restarts)),
    class: ({ restarts }) => (restarts !== undefined && restarts > 0 ? 'warn' : undefined),
    sortBy: ({ restarts }) => restarts,
  },
  {
    head: 'Started',
    number: true,
    cell: ({ startedAt }) => startedAt && <InstantText at={startedAt} />,
    sortBy: ({ startedAt }) => startedAt,
  },
  {
    head: 'Instance',
    shown: tasks.some(({ instance }) => instance !== undefined),
    cell: ({ instance }) => instance,
    sortBy: ({ instance }) => instance,
  },
];

export const TaskTable = ({ tasks }: Pick<FleetView, 'tasks'>) => (
  <DataTable
    label="Tasks"
    columns={columns(tasks)}
    rows={tasks}
    keyOf={({ service, id }) => `${service} ${id}`}
  />
);
