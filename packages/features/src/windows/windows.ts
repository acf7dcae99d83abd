import { type Frame, quoted, type Shift, type SqlColumn, type Transformation } from '../frame.ts';
import { shiftedSql } from '../shift.ts';
import { type WindowSummary, windowPart } from './summary.ts';

/** Windows of so many intervals each, of some columns. */
export interface Windows {
  readonly summary: WindowSummary;
  readonly columns: readonly string[];
  readonly steps: readonly number[];
}

/** What one pass over a frame needs, adds, and leaves behind. */
interface Pass {
  readonly shifts: readonly Shift[];
  readonly added: readonly SqlColumn[];
  readonly spent: readonly string[];
}

const doubling = (size: number): string => `doubling ${size}`;
/** A window of `steps` of which the last `covered` intervals are there. */
const partly = (steps: number, covered: number): number | string =>
  steps === covered ? steps : `${steps} covered ${covered}`;

const partNames = (summary: WindowSummary, column: string, of: number | string): string[] =>
  summary.parts.map((part) => windowPart(summary, part, column, of));

const columnsOf = (names: readonly string[], parts: readonly string[]): SqlColumn[] =>
  names.map((name, i) => ({ name, sql: parts[i] ?? 'NULL' }));

/** Windows of one interval: the one before. */
const firstPass = ({ summary }: Windows, column: string): Pass => {
  const shift = { column, steps: 1 };
  const added = columnsOf(partNames(summary, column, doubling(1)), summary.of(shiftedSql(shift)));
  return { shifts: [shift], added, spent: [] };
};

/** From windows of `size` intervals to those of twice as many; puts together what is complete then. */
const nextPass = ({ summary, steps }: Windows, column: string, size: number): Pass => {
  const held = partNames(summary, column, doubling(size));
  const shifts: Shift[] = [];
  const added: SqlColumn[] = [];
  const spent: string[] = [...held];
  const before = (by: number): string[] =>
    held.map((name) => {
      const shift = { column: name, steps: by };
      shifts.push(shift);
      const sql = shiftedSql(shift);
      return summary.empty === undefined ? sql : `COALESCE(${sql}, ${summary.empty})`;
    });
  for (const some of steps.filter((some) => Math.floor(some / size) % 2 === 1)) {
    const covered = some % size;
    const part = partNames(summary, column, partly(some, covered));
    const parts =
      covered === 0 ? held.map(quoted) : summary.united(part.map(quoted), before(covered), covered);
    added.push(...columnsOf(partNames(summary, column, partly(some, covered + size)), parts));
    if (covered > 0) spent.push(...part);
  }
  if (size * 2 <= Math.max(...steps)) {
    const parts = summary.united(held.map(quoted), before(size), size);
    added.push(...columnsOf(partNames(summary, column, doubling(size * 2)), parts));
  }
  return { shifts, added, spent };
};

const applied = <Plan>(frame: Frame<Plan>, passes: readonly Pass[]): Frame<Plan> =>
  frame
    .with(
      passes.flatMap((pass) => pass.added),
      passes.flatMap((pass) => pass.shifts),
    )
    .drop(passes.flatMap((pass) => pass.spent));

/**
 * Adds the summary's parts for windows that end with the interval before the row's, on a complete grid, per entity.
 *
 * Windows of 1, 2, 4, … intervals are made one of two of the last; any other is put together of these. So a window
 * depends, to the bit, on the intervals in it alone, not on where the frame begins, and costs log₂(steps).
 */
export const windows =
  (families: readonly Windows[]): Transformation =>
  (frame) => {
    const passes = (pass: (family: Windows, column: string) => Pass, of = families) =>
      of.flatMap((family) => family.columns.map((column) => pass(family, column)));
    const longest = (family: Windows) => Math.max(0, ...family.steps);
    let result = applied(frame, passes(firstPass));
    for (let size = 1; size <= Math.max(0, ...families.map(longest)); size *= 2) {
      const unfinished = families.filter((family) => size <= longest(family));
      result = applied(
        result,
        passes((family, column) => nextPass(family, column, size), unfinished),
      );
    }
    return result;
  };
