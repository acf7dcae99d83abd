import { useSignal } from '@preact/signals';
import type { FeatureSet } from '@wattline/api';
import { getRows, rowsCsvHref } from '../api/feature-sets.ts';
import { CellTable } from '../components/cell-table.tsx';
import { DownloadLink } from '../components/download-link.tsx';
import { OffsetPager } from '../components/offset-pager.tsx';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { EntityPicker } from './entity-picker.tsx';

const LIMIT = 50;
/** More are hard to read, and slow to draw. */
const FIRST_COLUMNS = 24;

export const RowsTab = ({ set }: { set: FeatureSet }) => {
  const { dataset, version } = set;
  const offset = useSignal(0);
  const entity = useSignal<string | undefined>(undefined);
  const all = useSignal(false);
  const few = set.columns.length > FIRST_COLUMNS && !all.value;
  const question = {
    offset: offset.value,
    limit: LIMIT,
    entity: entity.value,
    columns: few ? set.columns.slice(0, FIRST_COLUMNS).map(({ name }) => name) : undefined,
  };
  const page = useResource(`rows ${dataset} ${version} ${JSON.stringify(question)}`, (signal) =>
    getRows(dataset, version, question, signal),
  );
  return (
    <Panel
      title="Rows"
      actions={
        <DownloadLink href={rowsCsvHref(dataset, version)} name={`${dataset}-${version}.csv`}>
          All as CSV
        </DownloadLink>
      }
    >
      {set.entities > 1 && (
        <EntityPicker
          set={set}
          shown={entity.value}
          onChoose={(chosen) => {
            entity.value = chosen;
            offset.value = 0;
          }}
        />
      )}
      <ResourceView resource={page} what="rows">
        {({ columns, rows, total }) => (
          <>
            <CellTable label="Feature rows" columns={columns} rows={rows} />
            {set.columns.length > FIRST_COLUMNS && (
              <button
                type="button"
                onClick={() => {
                  all.value = !all.value;
                }}
              >
                {all.value ? `The first ${FIRST_COLUMNS} columns` : `All ${set.columns.length} columns`}
              </button>
            )}
            <OffsetPager
              what="rows"
              offset={offset.value}
              limit={LIMIT}
              total={total}
              onMove={(to) => {
                offset.value = to;
              }}
            />
          </>
        )}
      </ResourceView>
    </Panel>
  );
};
