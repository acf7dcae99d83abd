import type { Profile } from '@wattline/engine/profile';
import { ScrollTable } from '../components/scroll-table.tsx';
import { countText } from '../text/numbers.ts';

const minuteText = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

export const GapTable = ({ gaps: { longest } }: { gaps: NonNullable<Profile['gaps']> }) => (
  <ScrollTable label="The longest gaps">
    <thead>
      <tr>
        <th scope="col">Entity</th>
        <th scope="col">After (UTC)</th>
        <th scope="col">Before (UTC)</th>
        <th scope="col" class="number">
          Missing
        </th>
      </tr>
    </thead>
    <tbody>
      {longest.map(({ entity, from, to, missing }) => (
        <tr key={`${entity} ${from}`}>
          <th scope="row">{entity}</th>
          <td>{minuteText(from)}</td>
          <td>{minuteText(to)}</td>
          <td class="number">{countText(missing)}</td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
