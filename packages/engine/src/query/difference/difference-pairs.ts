import type { Manifest } from '../../publish/manifest.ts';
import { type RowFile, rowFiles } from '../row-files.ts';

/** Files of two versions whose rows can only be the same rows. */
export interface FilePair {
  readonly from: readonly RowFile[];
  readonly to: readonly RowFile[];
  /** Only rows in this time: where the files of a pair have others too. */
  readonly window?: { readonly fromMs: number; readonly toMs: number };
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

/** The changed rows of a pair are in memory together. */
const MOST_ROWS = 1_000_000;

const rowsOf = (files: readonly RowFile[]): number => Math.max(0, ...files.map(({ rows }) => rows));

const cutLarge = (pair: FilePair): FilePair[] =>
  Math.max(rowsOf(pair.from), rowsOf(pair.to)) > MOST_ROWS ? byMonth(pair.from, pair.to) : [pair];

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
    }))
    .flatMap(cutLarge);
};

/** Which files of two versions have to be compared: small enough pieces, one after the other. */
export const differencePairs = (from: Manifest, to: Manifest): FilePair[] =>
  isSameLayout(from, to) ? byPath(rowFiles(from), rowFiles(to)) : byMonth(rowFiles(from), rowFiles(to));
