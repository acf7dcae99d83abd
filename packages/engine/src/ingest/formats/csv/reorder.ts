import type { Chunk } from './chunks.ts';
import { distinctNames } from './header-names.ts';

const plain = (name: string): string => name.replace(/^[#"'\s]+|["'\s]+$/g, '').toLowerCase();

const namesOf = (cells: readonly string[]): ReadonlyMap<string, number> => {
  const names = new Map<string, number>();
  for (const [index, cell] of distinctNames(cells).entries()) {
    const name = plain(cell);
    if (name !== '' && !names.has(name)) names.set(name, index);
  }
  return names;
};

/**
 * The index of each column of the first header in another one, -1 for one that it lacks; undefined where the cells
 * are no header of these columns.
 */
export const orderOf = (header: readonly string[], cells: readonly string[]): number[] | undefined => {
  const names = namesOf(cells);
  const order = header.map((name) => names.get(plain(name)) ?? -1);
  const found = order.filter((index) => index !== -1).length;
  // Columns without a name in the first header are called by their place.
  const isWhole =
    header.every((name, index) => order[index] !== -1 || /^column_\d+$/.test(name)) && found >= 2;
  const isPart = found >= 2 && found === names.size;
  return isWhole || isPart ? order : undefined;
};

/** A cheap test of rows: whether the first cell is the name of a column. */
export const createHeaderTest = (header: readonly string[]): ((cells: readonly string[]) => boolean) => {
  const names = namesOf(header);
  return ([first = '']) => first !== '' && names.has(plain(first));
};

/** Whether cells name columns, though not the first header's: most of what they share with it are names of it. */
export const isOtherHeader = (header: readonly string[], cells: readonly string[], time: number): boolean => {
  const names = cells.map(plain);
  const known = new Set(header.map(plain));
  const isTime = names[time] === plain(header[time] ?? '');
  return (
    (isTime || names.filter((name) => known.has(name)).length >= 2) &&
    !names.some((name) => /^[-+]?\d/.test(name))
  );
};

interface Current {
  readonly order: readonly number[];
  readonly width: number;
}

const mapped = (cells: readonly string[], { order, width }: Current): readonly string[] => {
  if (cells.length < width) return cells.slice(0, order.length - 1);
  return [...order.map((index) => cells[index] ?? ''), ...cells.slice(width)];
};

/** Rows by the order of the first header, each of them read by the header above it; headers are left out. */
export const reordered = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] => {
  let current: Current = { order: header.map((_, index) => index), width: header.length };
  const mayBeHeader = createHeaderTest(header);
  return rows.flatMap((cells) => {
    const order = mayBeHeader(cells) ? orderOf(header, cells) : undefined;
    if (order === undefined) return [mapped(cells, current)];
    current = { order, width: cells.length };
    return [];
  });
};

/**
 * Puts the fields of chunks, one after the other, into the order of the first header: a file may have further headers
 * with the same columns in another order, or with more or fewer of them. Lines that are headers become blank.
 */
export const createReorder = (header: readonly string[]): ((chunk: Chunk) => Chunk) => {
  let current: Current = { order: header.map((_, index) => index), width: header.length };
  const mayBeHeader = createHeaderTest(header);
  return (chunk) => {
    const lines = chunk.bytes
      .toString()
      .split('\n')
      .map((line) => {
        if (line.trim() === '') return line;
        const cells = line.split(chunk.separator);
        const other = mayBeHeader(cells) ? orderOf(header, cells) : undefined;
        if (other === undefined) return mapped(cells, current).join(chunk.separator);
        current = { order: other, width: cells.length };
        return '';
      });
    return { ...chunk, bytes: Buffer.from(lines.join('\n')) };
  };
};
