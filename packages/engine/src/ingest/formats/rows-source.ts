import { type Range, rowRanges } from '../range.ts';
import type { Source } from '../source.ts';
import type { Chunk } from './csv/chunks.ts';
import { PLAIN_BREAK, PLAIN_SEPARATOR } from './csv/unquote.ts';

/** Rows of cells as text, and the place of the first of them in the file, 1-based. */
export type RowBatch = readonly (readonly string[])[];

const BATCH_ROWS = 50_000;
const SEPARATOR = String.fromCharCode(PLAIN_SEPARATOR);
const BREAK = String.fromCharCode(PLAIN_BREAK);

// What parts fields and rows must not be in a cell.
const plainCell = (cell: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these very characters part fields and rows
  /[\n\r\u001e\u001f]/.test(cell) ? cell.replaceAll('\u001f', ' ').replace(/\r\n?|\n|\u001e/g, BREAK) : cell;

const chunkOf = (rows: RowBatch): Chunk => ({
  bytes: Buffer.from(rows.map((row) => `${row.map(plainCell).join(SEPARATOR)}\n`).join('')),
  separator: SEPARATOR,
  breaks: 0,
  release: () => undefined,
});

/** Rows in batches of at least so many, so that Polars is not called for each few. */
async function* gathered(batches: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch> {
  let waiting: (readonly string[])[] = [];
  for await (const batch of batches) {
    waiting.push(...batch);
    if (waiting.length >= BATCH_ROWS) {
      yield waiting;
      waiting = [];
    }
  }
  if (waiting.length > 0) {
    yield waiting;
  }
}

async function* rowsWithin(batches: AsyncIterable<RowBatch>, { from, to }: Range): AsyncGenerator<RowBatch> {
  let before = 0;
  for await (const batch of batches) {
    yield batch.slice(Math.max(0, from - before), Math.max(0, to - before));
    before += batch.length;
    if (before >= to) return;
  }
}

/**
 * A source of rows that are cells of text: they are read exactly as those of a CSV file. Each row has as many cells
 * as the header; an empty cell is no reading. `rows` begins at the first row each time it is called, in batches of
 * up to some 10,000. Row n of the file is line `firstLine + n` in messages.
 */
export const rowsSource = (options: {
  readonly header: readonly string[];
  /** The first rows, some thousands, and where it is cheap some from further on. */
  readonly sample: readonly (readonly string[])[];
  readonly rows: () => AsyncIterable<RowBatch>;
  readonly firstLine: number;
  readonly missing: readonly string[];
  readonly found?: Source['found'];
  readonly evidence?: Source['evidence'];
  readonly warnings?: readonly string[];
}): Source => ({
  table: { header: options.header, rows: options.sample, missing: options.missing },
  found: options.found ?? {},
  evidence: options.evidence ?? [],
  warnings: options.warnings ?? [],
  content: {
    kind: 'text',
    firstLine: () => options.firstLine,
    noReadings: { comment: undefined, header: options.header, units: undefined },
    chunks: async function* ({ range }) {
      const rows = range === undefined ? options.rows() : rowsWithin(options.rows(), range);
      for await (const batch of gathered(rows)) {
        yield chunkOf(batch);
      }
    },
    cut: async (size) => {
      let height = 0;
      for await (const batch of options.rows()) height += batch.length;
      return rowRanges(height, size);
    },
  },
});
