import { bucketsOf } from '../../entity-bucket.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { createRowLimit } from '../limits.ts';
import type { TimesFound } from '../times/time-log.ts';
import { type EntityNames, joinEntities } from './entities.ts';
import type { Layout } from './layout.ts';
import type { OtherLines } from './other-lines.ts';
import { tallyOtherLines } from './other-lines-warning.ts';
import { createQuarantine, type Gathered, type Quarantine } from './quarantine.ts';
import { joinSpills, type RangeSpill, type SpilledRows } from './spill.ts';

/** What reading gave, of a range or of a whole file, before its rows are settled. */
export interface RangeRows {
  readonly layout: Layout;
  /** Rows that there were. */
  readonly read: number;
  /** Lines of the file that these took; of what has no lines: rows. */
  readonly lines: number;
  /** Rows that were not refused. */
  readonly kept: number;
  readonly quarantine: Quarantine;
  readonly entities: EntityNames;
  /** Words of inferred category columns. */
  readonly vocabularies: ReadonlyMap<string, readonly string[]>;
  readonly spill: SpilledRows;
  /** Line of a header with the columns in another order, where there was one. */
  readonly reorderedFrom: number | undefined;
  /** What the times of each range showed of others. */
  readonly times: readonly TimesFound[];
  /** Lines that are no readings. */
  readonly others: readonly OtherLines[];
}

/** What one range of several gave, to be joined with the others. */
export interface RangePart extends Omit<RangeRows, 'quarantine' | 'reorderedFrom' | 'spill'> {
  readonly quarantine: Gathered;
  readonly spill: RangeSpill;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const joinVocabularies = (ranges: readonly RangePart['vocabularies'][]): RangeRows['vocabularies'] => {
  const words = new Map<string, Set<string>>();
  for (const [name, found] of ranges.flatMap((range) => [...range])) {
    words.set(name, new Set([...(words.get(name) ?? []), ...found]));
  }
  return new Map([...words].map(([name, found]) => [name, [...found].sort()]));
};

/** The rows of all ranges of a file, in their order, as if they had been read at once. Throws RejectedError. */
export const joinRanges = (
  ranges: readonly [RangePart, ...RangePart[]],
  { spec }: Inspected,
  options: { readonly name: string; readonly folder: string; readonly scratch: string },
): RangeRows => {
  const kept = sum(ranges.map((range) => range.kept));
  createRowLimit(options.name, spec)(kept);
  const { entities, recodings } = joinEntities(
    ranges.map((range) => range.entities),
    bucketsOf(spec),
  );
  const spills = ranges.map(({ spill }) => spill);
  return {
    layout: ranges[0].layout,
    read: sum(ranges.map(({ read }) => read)),
    lines: sum(ranges.map(({ lines }) => lines)),
    kept,
    quarantine: createQuarantine({ ...options, earlier: ranges.map(({ quarantine }) => quarantine) }),
    entities,
    vocabularies: joinVocabularies(ranges.map(({ vocabularies }) => vocabularies)),
    spill: joinSpills(spills, recodings),
    reorderedFrom: undefined,
    times: ranges.flatMap(({ times }) => times),
    others: tallyOtherLines(ranges.flatMap(({ others }) => others)),
  };
};
