import type { Shape } from './axes.ts';
import { OTHER_MIN, type SpecState } from './spec-of.ts';
import { BAD, type Row, textOf, type WrittenFile } from './write-files.ts';

/** What a dataset's uploads and deletions are together, by a few lines of plain TypeScript. */
export interface Union {
  /** Sorted by time and entity, each once. */
  readonly rows: readonly Row[];
  /** Uploads that count. */
  readonly uploads: number;
  readonly counts: (upload: WrittenFile) => boolean;
  /** Readings that each deletion took out. */
  readonly deleted: ReadonlyMap<WrittenFile, number>;
}

/** A column that is neither declared nor may be added, or is none by what the first file showed, lies beside what is read. */
export const isRead = (column: string, { spec, columns }: Shape, { leftOut }: SpecState): boolean =>
  column === 'wind' ? spec !== 'declared' || columns === 'add' : !leftOut.includes(column);

/** As it is read; undefined where it loses its last reading to a bad cell. */
const asRead = (row: Row, shape: Shape, state: SpecState): Row | undefined => {
  const { load, words: _, ...others } = row.cells;
  const isBad = load === BAD || (state.otherLimits && typeof load === 'number' && load < OTHER_MIN);
  if (!isBad) return row;
  const hasOther = Object.entries(others).some(
    ([column, cell]) => cell !== null && isRead(column, shape, state),
  );
  return hasOther ? { ...row, cells: { ...row.cells, load: null } } : undefined;
};

/** A file of which nothing is left is refused. */
export const isRefusedWhole = ({ rows }: WrittenFile, shape: Shape, state: SpecState): boolean =>
  rows.every((row) => asRead(row, shape, state) === undefined);

/** Without files that are deleted as a whole, and what deletes them. A deletion that is deleted deletes nothing. */
const left = (files: readonly WrittenFile[]): WrittenFile[] => {
  const gone = new Set<WrittenFile>();
  for (const file of files.toReversed()) {
    if (file.deletes?.file === undefined || gone.has(file)) continue;
    gone.add(file.deletes.file);
    gone.add(file);
  }
  return files.filter((file) => !gone.has(file));
};

const keyOf = ({ entity, at }: Row): string => `${String(at).padStart(15, '0')} ${entity}`;

/** @param files those that joined, in the order in which they were put */
export const unionOf = (shape: Shape, state: SpecState, files: readonly WrittenFile[]): Union => {
  const some = left(files);
  const uploads = some.filter(({ deletes }) => deletes === undefined);
  const last = new Map(uploads.map((file) => [file.name, file]));
  const replaced = (file: WrittenFile): boolean =>
    shape.sameKey === 'replace' && file.deletes === undefined && last.get(file.name) !== file;
  const union = new Map<string, Row>();
  const deleted = new Map<WrittenFile, number>();
  for (const file of some) {
    if (replaced(file)) continue;
    const { rows, deletes } = file;
    if (deletes !== undefined) {
      const { entity, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = deletes;
      const out = [...union.values()].filter(
        (row) => (entity === undefined || row.entity === entity) && row.at >= from && row.at < to,
      );
      for (const row of out) union.delete(keyOf(row));
      deleted.set(file, out.length);
      continue;
    }
    for (const written of rows) {
      const row = asRead(written, shape, state);
      if (row === undefined) continue;
      const joined = { ...union.get(keyOf(row))?.cells };
      for (const [name, value] of Object.entries(row.cells))
        if (value !== null || shape.emptyCells === 'erase' || !(name in joined)) joined[name] = value;
      union.set(keyOf(row), { ...row, cells: joined });
    }
  }
  const rows = [...union].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const counted = uploads.filter((file) => !replaced(file));
  return { rows, uploads: counted.length, counts: (file) => counted.includes(file), deleted };
};

/** One file of all of it. */
export const fileOf = (shape: Shape, columns: readonly string[], { rows }: Union): string =>
  textOf(shape, columns, rows);
