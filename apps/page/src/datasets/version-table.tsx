import { useSignal } from '@preact/signals';
import type { VersionSummary } from '@wattline/api';
import { useLocation } from 'preact-iso';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { shortId } from '../text/names.ts';
import { bytesText, countText } from '../text/numbers.ts';
import { differenceUrl } from './difference-url.ts';

interface Props {
  readonly dataset: string;
  readonly versions: readonly VersionSummary[];
}

const numberHeads = ['Rows', 'Columns', 'Entities', 'Size'] as const;

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
    // The older one first, as changes are told.
    const [to, from] = versions
      .map(({ version }) => version)
      .filter((version) => chosen.value.includes(version));
    if (from !== undefined && to !== undefined) route(differenceUrl(dataset, from, to));
  };
  return (
    <>
      <ScrollTable label="Versions">
        <thead>
          <tr>
            {versions.length > 1 && <th scope="col">Compare</th>}
            <th scope="col">Version</th>
            <th scope="col">Sealed</th>
            <th scope="col">Run</th>
            {numberHeads.map((head) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ))}
            <th scope="col">Engine</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr key={one.version}>
              {versions.length > 1 && (
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Compare ${one.version}`}
                    checked={chosen.value.includes(one.version)}
                    onChange={() => toggle(one.version)}
                  />
                </td>
              )}
              <th scope="row">
                <a href={`/explore/${encodeURIComponent(dataset)}/${one.version}`}>
                  <code>{one.version}</code>
                </a>
                {one.latest && <span class="tag">latest</span>}
              </th>
              <td>
                <InstantText at={one.sealedAt} />
              </td>
              <td>
                {one.run !== undefined && (
                  <a class="quiet-link" href={`/runs/${one.run}`}>
                    <code>{shortId(one.run)}</code>
                  </a>
                )}
              </td>
              <td class="number">{countText(one.rows)}</td>
              <td class="number">{countText(one.columns)}</td>
              <td class="number">{countText(one.entities)}</td>
              <td class="number">{bytesText(one.bytes)}</td>
              <td>{one.engineVersion}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
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
