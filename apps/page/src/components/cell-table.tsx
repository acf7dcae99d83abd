import { cellText } from '../text/numbers.ts';
import { ScrollTable } from './scroll-table.tsx';

type Cell = string | number | null;

interface Props {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const cellOf = (cell: Cell) => {
  if (cell === null) return <span class="null">null</span>;
  return typeof cell === 'number' ? cellText(cell) : cell;
};

/** Rows as they stand in a file. */
export const CellTable = ({ label, columns, rows }: Props) => (
  <ScrollTable label={label}>
    <thead>
      <tr>
        {columns.map((column, j) => (
          <th
            key={column}
            scope="col"
            class={rows.some((row) => typeof row[j] === 'number') ? 'number' : undefined}
          >
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row, i) => (
        <tr key={i}>
          {row.map((cell, j) => (
            <td key={columns[j] ?? j} class={typeof cell === 'number' ? 'number' : undefined}>
              {cellOf(cell)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
