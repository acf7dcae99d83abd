import { type Frame, quoted, type SqlColumn } from '../../frame.ts';
import { shiftedSql } from '../../shift.ts';

/** A column of which what is null becomes what it was `step` rows before, or twice, thrice, … `count` times as many. */
export interface Carried {
  readonly column: string;
  readonly step: number;
  readonly count: number;
  /** Whether it counts rows: so many more where it is carried over them. */
  readonly counts?: boolean;
}

const passName = (column: string, covered: number): string => `${column}, from ${covered}`;

/**
 * Columns are carried forward, and keep their names.
 *
 * What looks so many steps back is put together of two that look half as far, so that a limit of a thousand intervals
 * takes ten passes.
 */
export const carryForward = <Plan>(frame: Frame<Plan>, carried: readonly Carried[]): Frame<Plan> => {
  const columns = carried.map(({ column }) => column);
  let held = frame
    .with(columns.map((column) => ({ name: passName(column, 0), sql: quoted(column) })))
    .drop(columns);
  let open = carried.map((one) => ({ one, covered: 0 }));
  for (;;) {
    const passes = open.flatMap(({ one, covered }) => {
      const more = Math.min(covered + 1, one.count - covered);
      if (more <= 0) return [];
      const name = passName(one.column, covered);
      const shift = { column: name, steps: more * one.step };
      const next = covered + more;
      const before = one.counts === true ? `(${shiftedSql(shift)}) + ${shift.steps}` : shiftedSql(shift);
      const sql = `COALESCE(${quoted(name)}, ${before})`;
      return [{ one, next, shift, column: { name: passName(one.column, next), sql } }];
    });
    if (passes.length === 0) break;
    held = held
      .with(
        passes.map(({ column }) => column),
        passes.map(({ shift }) => shift),
      )
      .drop(passes.map(({ shift }) => shift.column));
    const reached = new Map(passes.map(({ one, next }) => [one, next]));
    open = open.map(({ one, covered }) => ({ one, covered: reached.get(one) ?? covered }));
  }
  const last = open.map(({ one, covered }) => passName(one.column, covered));
  return held.with(columns.map((name, i): SqlColumn => ({ name, sql: quoted(last[i] ?? name) }))).drop(last);
};
