import { useSignal } from '@preact/signals';
import type { VersionSummary } from '@wattline/api';
import { useLocation } from 'preact-iso';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';
import { shortId } from '../text/names.ts';
import { bytesText, countText } from '../text/numbers.ts';
import { differenceUrl } from './difference-url.ts';

interface Props {
  readonly dataset: string;
  readonly versions: readonly VersionSummary[];
}

const columns = (dataset: string): readonly Column<VersionSummary>[] => [
  {
    head: 'Version',
    rowHead: true,
    cell: ({ version, latest }) => (
      <>
        <a href={`/explore/${encodeURIComponent(dataset)}/${version}`}>
          <code>{version}</code>
        </a>
        {latest && <span class="tag">latest</span>}
      </>
    ),
  },
  {
    head: 'Sealed',
    cell: ({ sealedAt }) => <InstantText at={sealedAt} />,
    sortBy: ({ sealedAt }) => sealedAt,
  },
  {
    head: 'Run',
    cell: ({ run }) =>
      run && (
        <a class="quiet-link" href={`/runs/${run}`}>
          <code>{shortId(run)}</code>
        </a>
      ),
  },
  { head: 'Rows', number: true, cell: ({ rows }) => countText(rows), sortBy: ({ rows }) => rows },
  { head: 'Columns', number: true, cell: (one) => countText(one.columns), sortBy: (one) => one.columns },
  {
    head: 'Entities',
    number: true,
    cell: ({ entities }) => countText(entities),
    sortBy: ({ entities }) => entities,
  },
  { head: 'Size', number: true, cell: ({ bytes }) => bytesText(bytes), sortBy: ({ bytes }) => bytes },
  { head: 'Engine', cell: ({ engineVersion }) => engineVersion },
];

/** Versions, the newest first; two of them can be chosen and compared. */
export const VersionTable = ({ dataset, versions }: Props) => {
  const { route } = useLocation();
  const chosen = useSignal<readonly string[]>([]);
  const toggle = (version: string): void => {
    chosen.value = chosen.value.includes(version)
      ? chosen.value.filter((one) => one !== version)
      : [...chosen.value.slice(-1), version];
  };
  const compare = (): void => {
    // The older one first.
    const [to, from] = versions
      .map(({ version }) => version)
      .filter((version) => chosen.value.includes(version));
    if (from !== undefined && to !== undefined) route(differenceUrl(dataset, from, to));
  };
  return (
    <>
      <DataTable
        label="Versions"
        columns={[
          {
            head: 'Compare',
            shown: versions.length > 1,
            cell: ({ version }) => (
              <input
                type="checkbox"
                aria-label={`Compare ${version}`}
                checked={chosen.value.includes(version)}
                onChange={() => toggle(version)}
              />
            ),
          },
          ...columns(dataset),
        ]}
        rows={versions}
        keyOf={({ version }) => version}
        empty={
          <EmptyState title="Nothing sealed yet">
            <p>
              A version appears when a run of this dataset ends well.{' '}
              <a href={`/runs?dataset=${encodeURIComponent(dataset)}`}>See its runs.</a>
            </p>
          </EmptyState>
        }
      />
      {versions.length > 1 && (
        <p class="form-actions">
          <button type="button" disabled={chosen.value.length !== 2} onClick={compare}>
            Compare the two chosen
          </button>
        </p>
      )}
    </>
  );
};
