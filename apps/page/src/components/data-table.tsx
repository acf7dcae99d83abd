import { useSignal } from '@preact/signals';
import { type ComponentChildren, Fragment } from 'preact';
import { OffsetPager } from './offset-pager.tsx';
import { nextOrder, type RowOrder, sortedRows } from './row-order.ts';
import { ScrollTable } from './scroll-table.tsx';

/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  /** What a row shows; a dash where it is undefined. */
  readonly cell: (row: Row) => ComponentChildren;
  /** Names its row. */
  readonly rowHead?: boolean;
  /** Numbers are on the right. */
  readonly number?: boolean;
  /** Classes of a cell, the same for all or by row. */
  readonly class?: string | ((row: Row) => string | undefined);
  readonly title?: (row: Row) => string;
  /** Only where every row is here: a page of many is not sorted by itself. */
  readonly sortBy?: (row: Row) => string | number | undefined;
  /** Absent if false. */
  readonly shown?: boolean;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** In place of a table without rows. */
  readonly empty?: ComponentChildren;
  readonly rowClass?: (row: Row) => string;
  /** A line below a row, over all columns. */
  readonly detail?: (row: Row) => ComponentChildren;
  /** Default: that of an error. */
  readonly detailClass?: string;
}

/** More rows are hard to read, and slow to draw. */
const PAGE_ROWS = 200;

const classes = (...names: readonly (string | false | undefined)[]): string | undefined =>
  names.filter((name) => name !== undefined && name !== false).join(' ') || undefined;

interface HeadProps {
  readonly column: Pick<Column<never>, 'head' | 'number'>;
  readonly sorted: 'ascending' | 'descending' | undefined;
  /** Undefined for a column that rows are not sorted by. */
  readonly onSort: (() => void) | undefined;
}

const Head = ({ column: { head, number }, sorted, onSort }: HeadProps) => (
  <th scope="col" class={classes(number && 'number')} aria-sort={sorted}>
    {onSort === undefined ? (
      head
    ) : (
      <button type="button" class="sort" onClick={onSort}>
        {head}
      </button>
    )}
  </th>
);

const Cell = <Row,>({ column, row }: { column: Column<Row>; row: Row }) => {
  const { cell, class: own, number, rowHead, title } = column;
  const attributes = {
    class: classes(number && 'number', typeof own === 'function' ? own(row) : own),
    title: title?.(row),
  };
  const content = cell(row) ?? '–';
  return rowHead ? (
    <th scope="row" {...attributes}>
      {content}
    </th>
  ) : (
    <td {...attributes}>{content}</td>
  );
};

/** Every table of the page: its head, sorting, pages, and what is shown where there are no rows. */
export const DataTable = <Row,>(props: Props<Row>) => {
  const { label, rows, keyOf, empty, rowClass, detail, detailClass = 'cell-error' } = props;
  const order = useSignal<RowOrder | undefined>(undefined);
  const offset = useSignal(0);
  const columns = props.columns.filter(({ shown }) => shown !== false);
  if (rows.length === 0) return <>{empty ?? <p class="hint">Nothing here yet.</p>}</>;
  const sortBy = order.value && columns[order.value.column]?.sortBy;
  const sorted = order.value && sortBy ? sortedRows(rows, sortBy, order.value.descending) : rows;
  // Rows may have gone since.
  const from = offset.value < rows.length ? offset.value : 0;
  return (
    <>
      <ScrollTable label={label}>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <Head
                key={i}
                column={column}
                sorted={
                  order.value?.column === i
                    ? order.value.descending
                      ? 'descending'
                      : 'ascending'
                    : undefined
                }
                onSort={
                  column.sortBy === undefined || rows.length < 2
                    ? undefined
                    : () => {
                        order.value = nextOrder(order.value, i, column.number === true);
                        offset.value = 0;
                      }
                }
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(from, from + PAGE_ROWS).map((row) => {
            const below = detail?.(row);
            return (
              <Fragment key={keyOf(row)}>
                <tr class={rowClass?.(row)}>
                  {columns.map((column, i) => (
                    <Cell key={i} column={column} row={row} />
                  ))}
                </tr>
                {below !== undefined && (
                  <tr>
                    <td colSpan={columns.length} class={detailClass}>
                      {below}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </ScrollTable>
      <OffsetPager
        what={label}
        offset={from}
        limit={PAGE_ROWS}
        total={rows.length}
        onMove={(to) => {
          offset.value = to;
        }}
      />
    </>
  );
};
