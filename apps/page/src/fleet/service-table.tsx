import type { FleetView } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

type Props = Pick<FleetView, 'services' | 'tasks'>;
type Service = FleetView['services'][number];

const memoryOf = (service: string, tasks: FleetView['tasks']): number | undefined =>
  tasks
    .filter((task) => task.service === service)
    .reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0) || undefined;

const columns = ({ services, tasks }: Props): readonly Column<Service>[] => [
  { head: 'Service', rowHead: true, cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    head: 'Running',
    number: true,
    cell: ({ running }) => countText(running),
    class: ({ running, desired }) => (desired !== undefined && running < desired ? 'warn' : undefined),
    sortBy: ({ running }) => running,
  },
  {
    head: 'Wanted',
    number: true,
    // Processes of one machine have neither this nor images.
    shown: services.some(({ desired }) => desired !== undefined),
    cell: ({ desired }) => (desired === undefined ? undefined : countText(desired)),
    sortBy: ({ desired }) => desired,
  },
  {
    head: 'Memory',
    number: true,
    cell: ({ name }) => {
      const memory = memoryOf(name, tasks);
      return memory === undefined ? undefined : bytesText(memory);
    },
    sortBy: ({ name }) => memoryOf(name, tasks),
  },
  {
    head: 'Image',
    shown: services.some(({ image }) => image !== undefined),
    cell: ({ image }) => image,
    class: 'cell-key',
  },
];

export const ServiceTable = (props: Props) => (
  <DataTable label="Services" columns={columns(props)} rows={props.services} keyOf={({ name }) => name} />
);
