import type { Queue } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { countText, durationText } from '../text/numbers.ts';

const columns: readonly Column<Queue>[] = [
  { head: 'Queue', rowHead: true, cell: ({ name }) => <a href={`/queues/${name}`}>{name}</a> },
  { head: 'Waiting', number: true, cell: ({ visible }) => countText(visible) },
  { head: 'In flight', number: true, cell: ({ inFlight }) => countText(inFlight) },
  { head: 'Delayed', number: true, cell: ({ delayed }) => countText(delayed) },
  {
    head: 'Oldest',
    number: true,
    cell: ({ oldestAgeMs }) => (oldestAgeMs > 0 ? durationText(oldestAgeMs) : undefined),
  },
  {
    head: 'Dead letters',
    number: true,
    cell: ({ deadLetters }) => countText(deadLetters),
    class: ({ deadLetters }) => (deadLetters > 0 ? 'bad' : undefined),
  },
];

export const QueueTable = ({ queues }: { queues: readonly Queue[] }) => (
  <DataTable label="Queues" columns={columns} rows={queues} keyOf={({ name }) => name} />
);
