import type { VersionDifference } from '@wattline/api';
import { Panel } from '../components/panel.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { countText } from '../text/numbers.ts';

type Touched = VersionDifference['touched'];

/** A colour alone says nothing: each cell has its number, and more of it is darker. */
const shade = (rows: number, most: number): string | undefined =>
  rows === 0 ? undefined : `--heat: ${Math.round(10 + (40 * Math.log1p(rows)) / Math.log1p(most))}%`;

interface Props {
  readonly touched: Touched;
  /** Entities that have rows which changed. */
  readonly all: number;
}

const titleOf = ({ by }: Touched): string => `Rows that changed, by entity and ${by} (UTC)`;

/** Which entities' rows changed when: a table of entity × period, shaded by how many. */
export const TouchedTable = ({ touched, all }: Props) => {
  const { periods, entities } = touched;
  const most = Math.max(1, ...entities.flatMap(({ rows }) => rows));
  return (
    <>
      <ScrollTable label={titleOf(touched)}>
        <thead>
          <tr>
            <th scope="col">Entity</th>
            {periods.map((period) => (
              <th key={period} scope="col" class="number">
                {period}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entities.map(({ entity, rows }) => (
            <tr key={entity}>
              <th scope="row">{entity}</th>
              {rows.map((count, index) => (
                <td key={periods[index]} class="number heat" style={shade(count, most)}>
                  {count === 0 ? '' : countText(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {all > entities.length && <p class="hint">These have most of them, of {countText(all)} entities.</p>}
    </>
  );
};

/** As `TouchedTable`, under its own heading. */
export const TouchedMap = (props: Props) => (
  <Panel title={titleOf(props.touched)}>
    <TouchedTable {...props} />
  </Panel>
);
