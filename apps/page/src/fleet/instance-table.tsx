import type { FleetView } from '@wattline/api';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

const sizeText = (bytes: number | undefined): string => (bytes === undefined ? '–' : bytesText(bytes));

export const InstanceTable = ({ instances }: Pick<FleetView, 'instances'>) => (
  <ScrollTable label="Instances">
    <thead>
      <tr>
        <th scope="col">Instance</th>
        <th scope="col">Type</th>
        <th scope="col">Status</th>
        <th scope="col" class="number">
          Tasks
        </th>
        <th scope="col" class="number">
          Memory
        </th>
        <th scope="col" class="number">
          Free
        </th>
      </tr>
    </thead>
    <tbody>
      {instances.map(({ id, name, type, status, tasks, memoryBytes, freeMemoryBytes }) => (
        <tr key={id}>
          <th scope="row">{name ?? id}</th>
          <td>{type ?? '–'}</td>
          <td>{status}</td>
          <td class="number">{countText(tasks)}</td>
          <td class="number">{sizeText(memoryBytes)}</td>
          <td class="number">{sizeText(freeMemoryBytes)}</td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
