import type { Pipeline } from '@wattline/api';
import { runStatuses } from '../text/names.ts';
import { countText } from '../text/numbers.ts';

/** How many runs have each status; each leads to their list. */
export const RunCounts = ({ runs, datasets }: Pick<Pipeline, 'runs' | 'datasets'>) => (
  <section class="run-counts" aria-label="Runs by status">
    <ul>
      {runStatuses.map((status) => (
        <li key={status} class={`run-count run-count-${status}`} data-none={(runs[status] ?? 0) === 0}>
          <a href={`/runs?status=${status}`}>
            <span class="run-count-number">{countText(runs[status] ?? 0)}</span> {status}
          </a>
        </li>
      ))}
      <li class="run-count run-count-datasets">
        <a href="/datasets">
          <span class="run-count-number">{countText(datasets)}</span>{' '}
          {datasets === 1 ? 'dataset' : 'datasets'}
        </a>
      </li>
    </ul>
  </section>
);
