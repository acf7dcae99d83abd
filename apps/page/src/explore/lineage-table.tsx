import { useSignal } from '@preact/signals';
import { type Column, DataTable } from '../components/data-table.tsx';
import { countText } from '../text/numbers.ts';
import type { FeatureColumn } from './drawable-columns.ts';

const lineageColumns: readonly Column<FeatureColumn>[] = [
  { head: 'Column', rowHead: true, cell: ({ name }) => <code>{name}</code>, sortBy: ({ name }) => name },
  { head: 'Kind', cell: ({ kind }) => kind, sortBy: ({ kind }) => kind },
  { head: 'Type', cell: ({ dtype }) => dtype, sortBy: ({ dtype }) => dtype },
  { head: 'Role', cell: ({ role }) => role, sortBy: ({ role }) => role },
  { head: 'Made of', cell: ({ source }) => source, sortBy: ({ source }) => source },
  { head: 'How', cell: ({ from }) => from, class: 'cell-wide' },
];

export const LineageTable = ({ columns }: { columns: readonly FeatureColumn[] }) => {
  const filter = useSignal('');
  const wanted = filter.value.toLowerCase();
  const shown = columns.filter((column) =>
    [column.name, column.label ?? '', column.kind, column.source ?? '', column.from].some((text) =>
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
      <DataTable
        label="Columns"
        columns={lineageColumns}
        rows={shown}
        keyOf={({ name }) => name}
        empty={<p class="hint">No column fits.</p>}
      />
    </>
  );
};
