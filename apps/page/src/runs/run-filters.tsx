import type { RunStatus } from '@wattline/api';
import { useDebounced } from '../components/use-debounced.ts';
import { runStatuses } from '../text/names.ts';
import { countText } from '../text/numbers.ts';
import type { RunQuery } from './run-query.ts';

interface Props {
  readonly query: RunQuery;
  readonly counts: Partial<Record<RunStatus, number>>;
  readonly datasets: readonly string[];
  readonly onChange: (
    change: Partial<Pick<RunQuery, 'dataset' | 'status' | 'q' | 'since' | 'until'>>,
  ) => void;
}

const toggled = (chosen: readonly RunStatus[], status: RunStatus): readonly RunStatus[] =>
  chosen.includes(status) ? chosen.filter((one) => one !== status) : [...chosen, status];

export const RunFilters = ({ query, counts, datasets, onChange }: Props) => {
  const search = useDebounced((q: string) => onChange({ q }), 250);
  return (
    <search class="filters">
      <label>
        <span>Search</span>
        <input
          type="search"
          placeholder="run, file, version"
          value={query.q}
          onInput={({ currentTarget }) => search(currentTarget.value.trim())}
        />
      </label>
      <label>
        <span>Dataset</span>
        <select
          value={query.dataset}
          onChange={({ currentTarget }) => onChange({ dataset: currentTarget.value })}
        >
          <option value="">all</option>
          {datasets.map((dataset) => (
            <option key={dataset} value={dataset}>
              {dataset}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>From day</span>
        <input
          type="date"
          value={query.since}
          onChange={({ currentTarget }) => onChange({ since: currentTarget.value })}
        />
      </label>
      <label>
        <span>To day</span>
        <input
          type="date"
          value={query.until}
          onChange={({ currentTarget }) => onChange({ until: currentTarget.value })}
        />
      </label>
      <fieldset class="chips">
        <legend>Status</legend>
        {runStatuses.map((status) => (
          <label key={status} class="chip">
            <input
              type="checkbox"
              checked={query.status.includes(status)}
              onChange={() => onChange({ status: toggled(query.status, status) })}
            />
            {status} <span class="chip-count">{countText(counts[status] ?? 0)}</span>
          </label>
        ))}
      </fieldset>
    </search>
  );
};
