import type { FleetView } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

const healthText = (healthy: boolean | undefined): string => {
  if (healthy === undefined) return '–';
  return healthy ? 'healthy' : 'unhealthy';
};

export const TaskTable = ({ tasks }: Pick<FleetView, 'tasks'>) => {
  const health = tasks.some(({ healthy }) => healthy !== undefined);
  const instances = tasks.some(({ instance }) => instance !== undefined);
  return (
    <ScrollTable label="Tasks">
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Task</th>
          <th scope="col">Status</th>
          {health && <th scope="col">Health</th>}
          <th scope="col" class="number">
            Memory
          </th>
          <th scope="col" class="number">
            Restarts
          </th>
          <th scope="col" class="number">
            Started
          </th>
          {instances && <th scope="col">Instance</th>}
        </tr>
      </thead>
      <tbody>
        {tasks.map(({ id, service, status, healthy, memoryBytes, restarts, startedAt, instance }) => (
          <tr key={`${service} ${id}`}>
            <th scope="row">{service}</th>
            <td>
              <code>{id}</code>
            </td>
            <td>{status}</td>
            {health && <td class={healthy === false ? 'bad' : undefined}>{healthText(healthy)}</td>}
            <td class="number">{memoryBytes === undefined ? '–' : bytesText(memoryBytes)}</td>
            <td class={restarts !== undefined && restarts > 0 ? 'number warn' : 'number'}>
              {restarts === undefined ? '–' : countText(restarts)}
            </td>
            <td class="number">{startedAt === undefined ? '–' : <InstantText at={startedAt} />}</td>
            {instances && <td>{instance ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
};
