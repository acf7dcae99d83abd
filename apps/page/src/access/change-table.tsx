import type { AuditEntry } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';

const RUN = /^[0-9a-f]{20}$/;

export const ChangeTable = ({ entries }: { entries: readonly AuditEntry[] }) => (
  <ScrollTable label="Changes">
    <thead>
      <tr>
        <th scope="col">When</th>
        <th scope="col">Who</th>
        <th scope="col">What</th>
        <th scope="col">To</th>
        <th scope="col">From</th>
      </tr>
    </thead>
    <tbody>
      {entries.map((entry) => (
        <tr key={`${entry.at} ${entry.who} ${entry.action} ${entry.target}`}>
          <td>
            <InstantText at={entry.at} />
          </td>
          <td>{entry.who}</td>
          <td>
            {entry.action}
            {entry.status >= 500 && <span class="bad"> failed ({entry.status})</span>}
          </td>
          <td>
            {RUN.test(entry.target) ? <a href={`/runs/${entry.target}`}>{entry.target}</a> : entry.target}
          </td>
          <td>{entry.from ?? '–'}</td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
