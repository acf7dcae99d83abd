import type { File } from '@wattline/spec';
import { type DataBlock, widthOf } from './data-block.ts';
import type { SampleRecord } from './records.ts';
import { isUnitsRow } from './units-row.ts';

export const isBlank = (record: SampleRecord): boolean => record.cells.every((cell) => cell === '');

/** The lines above the data, by their index among the records. */
export interface Head {
  /** Index of the header among the records; -1 where there is none. */
  readonly header: number;
  readonly units: number;
  readonly first: number;
  /** Index of the last line of the head, where more lines than those belong to it. */
  readonly below?: number;
}

/** Comment lines right above the data that have as many fields: a header behind the sign of comments. */
const commentedHeader = (
  { records, first, width }: DataBlock,
  isComment: (record: SampleRecord) => boolean,
): Head | undefined => {
  let at = first;
  const isAbove = (record: SampleRecord | undefined): boolean =>
    record !== undefined && (isComment(record) || isBlank(record));
  while (at > 0 && isAbove(records[at - 1])) at -= 1;
  const above = records
    .slice(at, first)
    .flatMap((record, index) =>
      !isBlank(record) && (widthOf(record) === width || record.cells.length === width) ? [at + index] : [],
    );
  const [header, units] = above;
  return header === undefined ? undefined : { header, units: units ?? -1, first };
};

const hasGaps = ({ cells }: SampleRecord): boolean => cells.slice(0, -1).includes('');

/** Finds the header above a block of data, with the units below it. `wanted` are names that it must have. */
export const headOf = (
  block: DataBlock,
  wanted: readonly string[],
  isComment: (record: SampleRecord) => boolean,
  spec: File | undefined,
): Head => {
  const { records, width } = block;
  const first = block.first === -1 ? records.length : block.first;
  const onLine = (line: number): number => records.findIndex((record) => record.line >= line);
  if (spec?.header === 0) {
    return { header: -1, units: -1, first: block.first };
  }
  const named =
    spec?.header !== undefined
      ? onLine(spec.header)
      : wanted.length === 0
        ? -1
        : records.findIndex((record) => wanted.every((name) => record.cells.includes(name)));
  const isFull = (record: SampleRecord): boolean =>
    !isBlank(record) &&
    (widthOf(record) >= Math.min(width, 2) || record.cells.length === width) &&
    widthOf(record) <= width + 1;
  const above = records
    .slice(0, first)
    .flatMap((record, index) => (isFull(record) && !isComment(record) ? [index] : []))
    .filter((index) => (records[index]?.cells.length ?? 0) >= width - 1);
  const at = (index: number): SampleRecord => records[index] ?? { cells: [], line: 0 };
  const given = spec?.units === undefined ? -1 : onLine(spec.units);
  const last = above.at(-1) ?? -1;
  // Names have no gaps; what is below them may: units, kinds of means, names of parts.
  const isBelow = (index: number, above: number): boolean =>
    index === above + 1 && (isUnitsRow(at(index)) || (hasGaps(at(index)) && !hasGaps(at(above))));
  let names = last;
  for (const index of above.slice(0, -1).reverse()) {
    if (!isBelow(names, index)) break;
    names = index;
  }
  const units = given !== -1 ? given : (above.find((index) => index > names && isUnitsRow(at(index))) ?? -1);
  if (named !== -1) {
    const below = units > named ? units : above.find((index) => index > named && isUnitsRow(at(index)));
    return {
      header: named,
      units: below ?? -1,
      first: block.first > named ? block.first : named + 1 + (below === undefined ? 0 : 1),
    };
  }
  if (last === -1) {
    return commentedHeader(block, isComment) ?? { header: -1, units: -1, first: block.first };
  }
  const header = given > 0 && given === last && names === last ? (above.at(-2) ?? last) : names;
  return { header, units, first: block.first, below: Math.max(last, given) };
};

/** The line below the header, or below its units. */
export const lineAfter = (records: readonly SampleRecord[], { header, units, below = -1 }: Head): number => {
  const last = Math.max(header, units, below);
  return records[last + 1]?.line ?? (records[last]?.line ?? 0) + 1;
};
