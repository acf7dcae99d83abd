import { useSignal } from '@preact/signals';
import { ScrollTable } from '../components/scroll-table.tsx';
import { countText } from '../text/numbers.ts';
import type { FeatureColumn } from './drawable-columns.ts';

export const LineageTable = ({ columns }: { columns: readonly FeatureColumn[] }) => {
  const filter = useSignal('');
  const wanted = filter.value.toLowerCase();
  const shown = columns.filter((column) =>
    [column.name, column.kind, column.source ?? '', column.from].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
  return (
    <>
      <div class="filters">
        <label>
          <span>Find a column</span>
          <input
            type="search"
            placeholder="name, kind, source"
            value={filter.value}
            onInput={({ currentTarget }) => {
              filter.value = currentTarget.value;
            }}
          />
        </label>
        <p class="hint" role="status">
          {countText(shown.length)} of {countText(columns.length)} columns
        </p>
      </div>
      <ScrollTable label="Columns">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Kind</th>
            <th scope="col">Type</th>
            <th scope="col">Role</th>
            <th scope="col">Made of</th>
            <th scope="col">How</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, kind, dtype, role, source, from }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{kind}</td>
              <td>{dtype}</td>
              <td>{role}</td>
              <td>{source ?? '–'}</td>
              <td class="cell-wide">{from}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
};
