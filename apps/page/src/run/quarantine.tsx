import { useSignal } from '@preact/signals';
import { getQuarantine, quarantineCsvHref } from '../api/runs.ts';
import { DownloadLink } from '../components/download-link.tsx';
import { OffsetPager } from '../components/offset-pager.tsx';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { useResource } from '../live/use-resource.ts';
import { countText } from '../text/numbers.ts';

interface Props {
  readonly run: string;
  readonly replay: number;
  readonly reasons: Readonly<Record<string, number>>;
}

const LIMIT = 20;

/** The rows that were refused: how many for which reason, and each with its line. */
export const Quarantine = ({ run, replay, reasons }: Props) => {
  const offset = useSignal(0);
  const page = useResource(`quarantine ${run} ${replay} ${offset.value}`, (signal) =>
    getQuarantine(run, { offset: offset.value, limit: LIMIT }, signal),
  );
  return (
    <Panel
      title="Quarantine"
      actions={
        <DownloadLink href={quarantineCsvHref(run)} name={`quarantine-${run}.csv`}>
          All as CSV
        </DownloadLink>
      }
    >
      <ul class="reasons">
        {Object.entries(reasons).map(([code, count]) => (
          <li key={code}>
            <span class="number">{countText(count)}</span> <code>{code}</code>
          </li>
        ))}
      </ul>
      <ResourceView resource={page} what="quarantined rows">
        {({ rows, total }) => (
          <>
            <ScrollTable label="Quarantined rows">
              <thead>
                <tr>
                  <th scope="col" class="number">
                    Line
                  </th>
                  <th scope="col">Column</th>
                  <th scope="col">Value</th>
                  <th scope="col">Reason</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  <tr key={`${offset.value + i}`}>
                    <th scope="row" class="number">
                      {row.line === null ? '–' : countText(row.line)}
                    </th>
                    <td>{row.column}</td>
                    <td>
                      <code class="cell-value">{row.value}</code>
                    </td>
                    <td class="cell-wide">
                      {row.reason} <code>{row.code}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </ScrollTable>
            <OffsetPager
              what="quarantined rows"
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
