import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What one cell of a file in another format than text holds. */
export type Cell = string | number | boolean | Date | null | undefined;

const BATCH_ROWS = 2_000;

/** A wall clock: what spreadsheets hold has no zone. Rounded, because their days are fractions. */
const clock = (at: Date): string => {
  if (Number.isNaN(at.getTime())) return '';
  const text = new Date(Math.round(at.getTime() / 10) * 10).toISOString();
  return text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, -1);
};

/** Line breaks as one blank. In one pass: a pattern with blanks around the break tries each blank of a long run again. */
export const oneLine = (text: string): string => {
  const [first = '', ...others] = text.split(/[\r\n]+/);
  const last = others.pop();
  if (last === undefined) return text;
  return [first.trimEnd(), ...others.map((part) => part.trim()), last.trimStart()].join(' ');
};

/** A cell as CSV has it: commas between cells, points in numbers, no line break within a cell. */
const cellText = (cell: Cell): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return clock(cell);
  if (typeof cell !== 'string') return String(cell);
  const line = oneLine(cell);
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
};

/** Writes rows as CSV, a line a row, so that they are inspected and read as any text is. */
export const writeTable = async (
  path: string,
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  async function* text(): AsyncGenerator<string> {
    let batch: string[] = [];
    for await (const row of rows) {
      batch.push(row.map(cellText).join(','));
      if (batch.length >= BATCH_ROWS) {
        yield `${batch.join('\n')}\n`;
        batch = [];
      }
    }
    if (batch.length > 0) yield `${batch.join('\n')}\n`;
  }
  await pipeline(Readable.from(text()), createWriteStream(path));
};

/** Lines that end with a line feed and nothing else: cells may have other separators of lines. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of createReadStream(path, 'utf8')) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** Writes fields of a table otherwise, each in the rows before one of its own. */
export const rewriteTable = async (
  path: string,
  until: ReadonlyMap<number, number>,
  write: (cell: string) => string,
): Promise<void> => {
  const last = Math.max(...until.values());
  const other = `${path}.part`;
  async function* text(): AsyncGenerator<string> {
    let row = 0;
    for await (const line of linesOf(path)) {
      let field = -1;
      yield row >= last
        ? `${line}\n`
        : `${line.replaceAll(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)/g, (cell) => {
            field += 1;
            return row < (until.get(field) ?? 0) ? write(cell) : cell;
          })}\n`;
      row += 1;
    }
  }
  await pipeline(Readable.from(text()), createWriteStream(other));
  await rename(other, path);
};
