import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars';
import { marked } from './rows-csv.ts';

/** One refused row. */
export interface QuarantinedRow {
  /** 1-based; null where the row has no line of its own. */
  readonly line: number | null;
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly reason: string;
}

export const quarantineColumns = ['line', 'column', 'value', 'code', 'reason'] as const;

interface Slice {
  readonly offset: number;
  readonly limit: number;
}

const scan = (path: string, { offset, limit }: Slice): LazyDataFrame =>
  pl
    .scanCSV(path, { inferSchemaLength: 0 })
    .select(...quarantineColumns)
    .slice(offset, limit);

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Without the apostrophe that ingest puts before what a spreadsheet would run. */
const unmarked = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '');

/** Some rows of a quarantine file, in its order. */
export const readQuarantine = async (path: string, slice: Slice): Promise<QuarantinedRow[]> => {
  const frame = await scan(path, slice).collect();
  const cells = quarantineColumns.map((name) => frame.getColumn(name).toArray() as unknown[]);
  return Array.from({ length: frame.height }, (_, row): QuarantinedRow => {
    const [line, column, value, code, reason] = cells.map((of) => of[row]);
    return {
      line: line === null || line === undefined || line === '' ? null : Number(line),
      column: unmarked(text(column)),
      value: unmarked(text(value)),
      code: text(code),
      reason: unmarked(text(reason)),
    };
  });
};

/** Writes some rows of a quarantine file as CSV without a header, with nothing that a spreadsheet takes for a formula. */
export const writeQuarantineCsv = async (path: string, target: string, slice: Slice): Promise<void> => {
  await scan(path, slice)
    .select(...quarantineColumns.map((name): Expr => marked(name)))
    .sinkCSV(target, { includeHeader: false, lineTerminator: '\r\n' })
    .collect();
};
