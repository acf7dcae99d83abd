import type { Queue } from '@wattline/api';
import { ScrollTable } from '../components/scroll-table.tsx';
import { countText, durationText } from '../text/numbers.ts';

const heads = ['Waiting', 'In flight', 'Delayed', 'Oldest', 'Dead letters'] as const;

export const QueueTable = ({ queues }: { queues: readonly Queue[] }) => (
  <ScrollTable label="Queues">
    <thead>
      <tr>
        <th scope="col">Queue</th>
        {heads.map((head) => (
          <th key={head} scope="col" class="number">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {queues.map(({ name, visible, inFlight, delayed, oldestAgeMs, deadLetters }) => (
        <tr key={name}>
          <th scope="row">
            <a href={`/queues/${name}`}>{name}</a>
          </th>
          <td class="number">{countText(visible)}</td>
          <td class="number">{countText(inFlight)}</td>
          <td class="number">{countText(delayed)}</td>
          <td class="number">{oldestAgeMs > 0 ? durationText(oldestAgeMs) : '–'}</td>
          <td class={deadLetters > 0 ? 'number bad' : 'number'}>{countText(deadLetters)}</td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
