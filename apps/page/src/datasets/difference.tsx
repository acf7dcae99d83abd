import type { VersionDifference } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Figures } from '../components/figures.tsx';
import { Panel } from '../components/panel.tsx';
import { countText, valueText } from '../text/numbers.ts';
import { utcMinuteText } from '../text/times.ts';

const cellText = (cell: string | number | null): string => {
  if (cell === null) return 'null';
  return typeof cell === 'number' ? valueText(cell) : cell;
};

const ColumnChanges = ({ columns: { added, removed, retyped } }: Pick<VersionDifference, 'columns'>) =>
  added.length + removed.length + retyped.length === 0 ? (
    <p class="hint">The same columns of the same types.</p>
  ) : (
    <ul class="column-changes">
      {added.map((name) => (
        <li key={`+${name}`}>
          <span class="tag">added</span> {name}
        </li>
      ))}
      {removed.map((name) => (
        <li key={`-${name}`}>
          <span class="tag">removed</span> {name}
        </li>
      ))}
      {retyped.map(({ name, from, to }) => (
        <li key={`~${name}`}>
          <span class="tag">retyped</span> {name}: {from} → {to}
        </li>
      ))}
    </ul>
  );

const changedColumns: readonly Column<VersionDifference['cells'][number]>[] = [
  { head: 'Column', rowHead: true, cell: ({ column }) => column, sortBy: ({ column }) => column },
  {
    head: 'Cells',
    number: true,
    cell: ({ changed }) => countText(changed),
    sortBy: ({ changed }) => changed,
  },
];

const changedCells: readonly Column<VersionDifference['sample'][number]>[] = [
  { head: 'Entity', rowHead: true, cell: ({ entity }) => entity },
  { head: 'Time (UTC)', cell: ({ eventTimestamp }) => utcMinuteText(eventTimestamp) },
  { head: 'Column', cell: ({ column }) => column },
  { head: 'From', number: true, cell: ({ from }) => cellText(from) },
  { head: 'To', number: true, cell: ({ to }) => cellText(to) },
];

export const Difference = ({
  difference: { rows, columns, cells, sample },
}: {
  difference: VersionDifference;
}) => (
  <>
    <Figures
      figures={[
        { label: 'rows added', value: countText(rows.added) },
        { label: 'removed', value: countText(rows.removed) },
        { label: 'changed', value: countText(rows.changed) },
        { label: 'the same', value: countText(rows.same) },
      ]}
    />
    <Panel title="Columns">
      <ColumnChanges columns={columns} />
    </Panel>
    {cells.length > 0 && (
      <Panel title="Cells changed, by column">
        <DataTable
          label="Cells changed, by column"
          columns={changedColumns}
          rows={cells}
          keyOf={({ column }) => column}
        />
      </Panel>
    )}
    {sample.length > 0 && (
      <Panel title="Some of them">
        <DataTable
          label="Some changed cells"
          columns={changedCells}
          rows={sample}
          keyOf={({ entity, eventTimestamp, column }) => `${entity} ${eventTimestamp} ${column}`}
        />
      </Panel>
    )}
  </>
);
