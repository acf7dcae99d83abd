import type { VersionDifference } from '@wattline/api';
import { Figures } from '../components/figures.tsx';
import { Panel } from '../components/panel.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { countText, valueText } from '../text/numbers.ts';

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
        <ScrollTable label="Cells changed, by column">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col" class="number">
                Cells
              </th>
            </tr>
          </thead>
          <tbody>
            {cells.map(({ column, changed }) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <td class="number">{countText(changed)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </Panel>
    )}
    {sample.length > 0 && (
      <Panel title="Some of them">
        <ScrollTable label="Some changed cells">
          <thead>
            <tr>
              <th scope="col">Entity</th>
              <th scope="col">Time (UTC)</th>
              <th scope="col">Column</th>
              <th scope="col" class="number">
                From
              </th>
              <th scope="col" class="number">
                To
              </th>
            </tr>
          </thead>
          <tbody>
            {sample.map(({ entity, eventTimestamp, column, from, to }) => (
              <tr key={`${entity} ${eventTimestamp} ${column}`}>
                <th scope="row">{entity}</th>
                <td>{eventTimestamp.slice(0, 16).replace('T', ' ')}</td>
                <td>{column}</td>
                <td class="number">{cellText(from)}</td>
                <td class="number">{cellText(to)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </Panel>
    )}
  </>
);
