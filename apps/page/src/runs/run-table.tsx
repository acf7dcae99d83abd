import type { RunSummary } from '@wattline/api';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { fileName, shortId } from '../text/names.ts';
import { bytesText, countText, durationText } from '../text/numbers.ts';

interface Props {
  readonly label: string;
  readonly runs: readonly RunSummary[];
  /** Without the columns that a glance does not need. */
  readonly brief?: boolean;
}

const numberCell = (value: number | undefined) => (value === undefined ? '–' : countText(value));

const RunRow = ({ run, brief }: { run: RunSummary; brief: boolean }) => (
  <tr class={`run-row run-row-${run.status}`}>
    <td>
      <StatusMark status={run.status} />
      {run.stage !== undefined && run.status !== 'sealed' && <span class="run-stage">{run.stage}</span>}
    </td>
    <th scope="row">
      <a href={`/runs/${run.run}`}>
        <code>{shortId(run.run)}</code>
      </a>
      {run.replay > 0 && <span class="run-replay">replay {run.replay}</span>}
    </th>
    <td>
      <a class="quiet-link" href={`/datasets/${encodeURIComponent(run.dataset)}`}>
        {run.dataset}
      </a>
    </td>
    {!brief && (
      <td class="cell-wide" title={run.key}>
        {fileName(run.key)}
      </td>
    )}
    {!brief && <td class="number">{bytesText(run.bytes)}</td>}
    <td class="number">{numberCell(run.rowsRead)}</td>
    <td class={run.rowsRefused !== undefined && run.rowsRefused > 0 ? 'number warn' : 'number'}>
      {numberCell(run.rowsRefused)}
    </td>
    {!brief && <td class="number">{numberCell(run.featureRows)}</td>}
    <td class="number">{run.ms === undefined ? '–' : durationText(run.ms)}</td>
    <td class="number">
      <InstantText at={run.uploadedAt} />
    </td>
  </tr>
);

export const RunTable = ({ label, runs, brief = false }: Props) => (
  <ScrollTable label={label}>
    <thead>
      <tr>
        <th scope="col">Status</th>
        <th scope="col">Run</th>
        <th scope="col">Dataset</th>
        {!brief && <th scope="col">File</th>}
        {!brief && (
          <th scope="col" class="number">
            Size
          </th>
        )}
        <th scope="col" class="number">
          Read
        </th>
        <th scope="col" class="number">
          Refused
        </th>
        {!brief && (
          <th scope="col" class="number">
            Feature rows
          </th>
        )}
        <th scope="col" class="number">
          Took
        </th>
        <th scope="col" class="number">
          Uploaded
        </th>
      </tr>
    </thead>
    <tbody>
      {runs.map((run) => (
        <RunRow key={run.run} run={run} brief={brief} />
      ))}
    </tbody>
  </ScrollTable>
);
