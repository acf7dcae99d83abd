import { type Signal, useSignal } from '@preact/signals';
import type { VersionDifference } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Figures } from '../components/figures.tsx';
import { Panel } from '../components/panel.tsx';
import { countText } from '../text/numbers.ts';
import { Changes } from './changes.tsx';
import { TouchedMap } from './touched-map.tsx';

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

type EntityRows = VersionDifference['entities'][number];

const entityColumns = (show: (entity: string) => void): readonly Column<EntityRows>[] => [
  {
    head: 'Entity',
    rowHead: true,
    cell: ({ entity }) => (
      <button type="button" class="button-plain" onClick={() => show(entity)}>
        {entity}
      </button>
    ),
    sortBy: ({ entity }) => entity,
  },
  { head: 'Added', number: true, cell: ({ added }) => countText(added), sortBy: ({ added }) => added },
  {
    head: 'Removed',
    number: true,
    cell: ({ removed }) => countText(removed),
    sortBy: ({ removed }) => removed,
  },
  {
    head: 'Changed',
    number: true,
    cell: ({ changed }) => countText(changed),
    sortBy: ({ changed }) => changed,
  },
];

const Entities = ({
  entities,
  all,
  shown,
}: {
  entities: VersionDifference['entities'];
  all: number;
  shown: Signal<string | undefined>;
}) => (
  <Panel title="Rows that changed, by entity">
    <DataTable
      label="Rows that changed, by entity"
      columns={entityColumns((entity) => {
        shown.value = entity;
      })}
      rows={entities}
      keyOf={({ entity }) => entity}
    />
    {all > entities.length && <p class="hint">These have most of them, of {countText(all)} entities.</p>}
    {shown.value !== undefined && (
      <p class="form-actions">
        <button
          type="button"
          onClick={() => {
            shown.value = undefined;
          }}
        >
          Rows of all entities
        </button>
      </p>
    )}
  </Panel>
);

export const Difference = ({
  dataset,
  difference: { from, to, rows, columns, joined, cells, entities, entitiesChanged, touched },
}: {
  dataset: string;
  difference: VersionDifference;
}) => {
  const entity = useSignal<string | undefined>(undefined);
  return (
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
      {joined !== undefined && (
        <Panel title="Joined">
          {joined.map(({ join, dataset: other, from: before, to: after }) => (
            <p key={`${join} ${other}`}>
              {join !== other && `${join}: `}
              {other} <code>{before ?? 'not joined'}</code>, now <code>{after ?? 'not joined'}</code>
            </p>
          ))}
        </Panel>
      )}
      {touched.entities.length > 0 && <TouchedMap touched={touched} all={entitiesChanged} />}
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
      {entities.length > 0 && <Entities entities={entities} all={entitiesChanged} shown={entity} />}
      <Changes key={entity.value ?? ''} dataset={dataset} from={from} to={to} entity={entity.value} />
    </>
  );
};
