import type { Gap, Gaps } from './profile.ts';
import type { ReadingRows } from './reading-rows.ts';

const most = 20;

/** A gap between two readings of an entity, and how many readings it misses. */
type FoundGap = readonly [entity: string, since: number, until: number, missing: number];

/** What a part of the readings has: its longest gaps, and its entities that have any. */
export interface PartGaps {
  readonly longest: readonly FoundGap[];
  readonly entities: readonly (readonly [entity: string, gaps: number, missing: number, longest: number])[];
}

const byMissing = (a: { missing: number; entity: string }, b: { missing: number; entity: string }): number =>
  b.missing - a.missing || (a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : 0);

const longestOf = (gaps: readonly FoundGap[]): FoundGap[] =>
  gaps
    .toSorted(
      ([one, since, , missing], [other, from, , lost]) =>
        byMissing({ missing, entity: one }, { missing: lost, entity: other }) || since - from,
    )
    .slice(0, most);

/** Half a step of delay is no gap. */
const isGap = (ms: number, step: number): boolean => ms > 1.5 * step;

/** Collects gaps as they are found. */
export const createGaps = () => {
  const entities = new Map<string, [gaps: number, missing: number, longest: number]>();
  let longest: FoundGap[] = [];
  const count = (entity: string, gaps: number, missing: number, one: number): void => {
    const [before, lost, worst] = entities.get(entity) ?? [0, 0, 0];
    entities.set(entity, [before + gaps, lost + missing, Math.max(worst, one)]);
  };
  const keep = (gaps: readonly FoundGap[]): void => {
    longest.push(...gaps);
    if (longest.length > 50 * most) longest = longestOf(longest);
  };
  const between = (entity: string, since: number, until: number, step: number): void => {
    if (!isGap(until - since, step)) return;
    const missing = Math.round((until - since) / step) - 1;
    count(entity, 1, missing, missing);
    keep([[entity, since, until, missing]]);
  };
  return {
    between,
    addRows: ({ times, entities: all, step }: ReadingRows): void => {
      for (const { entity, from, until } of all)
        for (let row = from + 1; row < until; row += 1) {
          // Not at once: a list of them would be an object for each reading.
          const since = times[row - 1] ?? 0;
          const at = times[row] ?? 0;
          const due = step(row - 1);
          if (isGap(at - since, due)) between(entity, since, at, due);
        }
    },
    addPart: (part: PartGaps): void => {
      for (const [entity, gaps, missing, one] of part.entities) count(entity, gaps, missing, one);
      keep(part.longest);
    },
    found: (): PartGaps => ({
      longest: longestOf(longest),
      entities: [...entities].map(([entity, counts]) => [entity, ...counts]),
    }),
  };
};

const instant = (ms: number) => new Date(ms).toISOString();

export const gapsOf = ({ longest, entities }: PartGaps, cadence: string): Gaps => {
  const named = entities.map(([entity, gaps, missing, worst]) => ({ entity, gaps, missing, longest: worst }));
  return {
    cadence,
    count: named.reduce((sum, { gaps }) => sum + gaps, 0),
    missing: named.reduce((sum, { missing }) => sum + missing, 0),
    longest: longestOf(longest).map(
      ([entity, from, to, missing]): Gap => ({ entity, from: instant(from), to: instant(to), missing }),
    ),
    entities: named.sort(byMissing).slice(0, most),
  };
};
