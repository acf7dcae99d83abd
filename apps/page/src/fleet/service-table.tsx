import type { FleetView } from '@wattline/api';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

type Props = Pick<FleetView, 'services' | 'tasks'>;

const memoryOf = (service: string, tasks: FleetView['tasks']): number =>
  tasks
    .filter((task) => task.service === service)
    .reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);

export const ServiceTable = ({ services, tasks }: Props) => {
  // Processes of one machine have neither.
  const wanted = services.some(({ desired }) => desired !== undefined);
  const images = services.some(({ image }) => image !== undefined);
  return (
    <ScrollTable label="Services">
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col" class="number">
            Running
          </th>
          {wanted && (
            <th scope="col" class="number">
              Wanted
            </th>
          )}
          <th scope="col" class="number">
            Memory
          </th>
          {images && <th scope="col">Image</th>}
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
              {wanted && <td class="number">{desired === undefined ? '–' : countText(desired)}</td>}
              <td class="number">{memory === 0 ? '–' : bytesText(memory)}</td>
              {images && <td class="cell-key">{image ?? '–'}</td>}
            </tr>
          );
        })}
      </tbody>
    </ScrollTable>
  );
};
