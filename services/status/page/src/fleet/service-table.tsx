import type { FleetView } from '../../../src/api/schemas/index.ts';
import { ScrollTable } from '../parts/scroll-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

type Props = Pick<FleetView, 'services' | 'tasks'>;

const memoryOf = (service: string, tasks: FleetView['tasks']): number =>
  tasks
    .filter((task) => task.service === service)
    .reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);

export const ServiceTable = ({ services, tasks }: Props) => (
  <ScrollTable label="Services">
    <thead>
      <tr>
        <th scope="col">Service</th>
        <th scope="col" class="number">
          Running
        </th>
        <th scope="col" class="number">
          Wanted
        </th>
        <th scope="col" class="number">
          Memory
        </th>
        <th scope="col">Image</th>
      </tr>
    </thead>
    <tbody>
      {services.map(({ name, running, desired, image }) => {
        const memory = memoryOf(name, tasks);
        return (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class={desired !== undefined && running < desired ? 'number warn' : 'number'}>
              {countText(running)}
            </td>
            <td class="number">{desired === undefined ? '–' : countText(desired)}</td>
            <td class="number">{memory === 0 ? '–' : bytesText(memory)}</td>
            <td class="cell-key">{image ?? '–'}</td>
          </tr>
        );
      })}
    </tbody>
  </ScrollTable>
);
