import type { Manifest } from '../../publish/manifest.ts';
import { type RowFile, rowFiles } from '../row-files.ts';
import type { Window } from './changed-rows.ts';

/** Files of two versions whose rows can only be the same rows. */
export interface FilePair {
  readonly from: readonly RowFile[];
  readonly to: readonly RowFile[];
  /** Only rows in this time: where the files of a pair have others too. */
  readonly window?: Window;
}

const isSameLayout = (a: Manifest, b: Manifest): boolean =>
  a.partitioning.entityBuckets === b.partitioning.entityBuckets &&
  a.partitioning.period === b.partitioning.period &&
  a.spec.time.zone === b.spec.time.zone;

/** Month after month of both, whatever else is in the files. */
const byMonth = (from: readonly RowFile[], to: readonly RowFile[]): FilePair[] => {
  const all = [...from, ...to];
  const pairs: FilePair[] = [];
  const end = Math.max(...all.map(({ toMs }) => toMs));
  let start = Math.min(...all.map(({ fromMs }) => fromMs));
  while (start < end) {
    const at = new Date(start);
    const window = { fromMs: start, toMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) };
    const within = ({ fromMs, toMs }: RowFile): boolean => fromMs < window.toMs && toMs > window.fromMs;
    const pair = { from: from.filter(within), to: to.filter(within), window };
    if (pair.from.length + pair.to.length > 0) pairs.push(pair);
    start = window.toMs;
  }
  return pairs;
};

const byPath = (from: readonly RowFile[], to: readonly RowFile[]): FilePair[] => {
  const left = new Map(from.map((file) => [file.path, file]));
  const right = new Map(to.map((file) => [file.path, file]));
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  const isSame = (path: string): boolean => left.get(path)?.sha256 === right.get(path)?.sha256;
  return paths
    .filter((path) => !isSame(path))
    .map((path) => ({
      from: [left.get(path)].filter((file) => file !== undefined),
      to: [right.get(path)].filter((file) => file !== undefined),
    }));
};

/** The changed rows of a pair are in memory together: so many cells, of both sides. */
const MOST_CELLS = 20_000_000;

const spanOf = ({ from, to, window }: FilePair): Window =>
  window ?? {
    fromMs: Math.min(...[...from, ...to].map((file) => file.fromMs)),
    toMs: Math.max(...[...from, ...to].map((file) => file.toMs)),
  };

/** About how many rows of a file lie in a span. */
const rowsWithin = ({ rows, fromMs, toMs }: RowFile, span: Window): number =>
  (rows * Math.max(0, Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs))) / (toMs - fromMs);

/** Cuts a pair in time, so that no piece has too many cells. */
const cutLarge = (pair: FilePair, columns: number, mostCells: number): FilePair[] => {
  const span = spanOf(pair);
  const rows = [...pair.from, ...pair.to].reduce((sum, file) => sum + rowsWithin(file, span), 0);
  const pieces = Math.ceil((rows * columns) / mostCells);
  if (pieces <= 1) return [pair];
  const step = Math.ceil((span.toMs - span.fromMs) / pieces);
  return Array.from({ length: pieces }, (_, index) => {
    const fromMs = span.fromMs + index * step;
    return { ...pair, window: { fromMs, toMs: Math.min(fromMs + step, span.toMs) } };
  }).filter(({ window }) => window.fromMs < window.toMs);
};

/** Which files of two versions have to be compared: small enough pieces, one after the other. */
export const differencePairs = (from: Manifest, to: Manifest, mostCells = MOST_CELLS): FilePair[] => {
  const columns = Math.max(from.columns.length, to.columns.length);
  const [before, after] = [rowFiles(from), rowFiles(to)];
  const pairs = isSameLayout(from, to) ? byPath(before, after) : byMonth(before, after);
  return pairs.flatMap((pair) => cutLarge(pair, columns, mostCells));
};
