type SortKey = string | number | undefined;

/** The column that rows are sorted by; `undefined`: as they come. */
export interface RowOrder {
  readonly column: number;
  readonly descending: boolean;
}

/** Another column, its largest number or first word on top; then the other way round; then as the rows come. */
export const nextOrder = (
  now: RowOrder | undefined,
  column: number,
  numbers: boolean,
): RowOrder | undefined => {
  if (now?.column !== column) return { column, descending: numbers };
  return now.descending === numbers ? { column, descending: !numbers } : undefined;
};

const words = new Intl.Collator('en', { numeric: true });

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b));

/** Rows without a key come last either way; equal ones stay in their order. */
export const sortedRows = <Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => SortKey,
  descending: boolean,
): Row[] =>
  rows.toSorted((one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return descending ? compare(b, a) : compare(a, b);
  });
