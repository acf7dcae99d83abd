import { cellText } from '../text/numbers.ts';
import { type Column, DataTable } from './data-table.tsx';

type Cell = string | number | null;
type NumberedRow = readonly [index: number, cells: readonly Cell[]];

interface Props {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const cellOf = (cell: Cell | undefined) => {
  if (cell === null || cell === undefined) return <span class="null">null</span>;
  return typeof cell === 'number' ? cellText(cell) : cell;
};

/** Rows as a file has them. */
export const CellTable = ({ label, columns, rows }: Props) => (
  <DataTable
    label={label}
    columns={columns.map(
      (head, j): Column<NumberedRow> => ({
        head,
        cell: ([, cells]) => cellOf(cells[j]),
        number: rows.some((row) => typeof row[j] === 'number'),
      }),
    )}
    rows={rows.map((cells, i): NumberedRow => [i, cells])}
    keyOf={([i]) => String(i)}
  />
);
