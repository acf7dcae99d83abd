import { quoted, type Shift, type Steps } from './frame.ts';
import { POSITION } from './internal-columns.ts';

export const stepsSql = (steps: Steps): string =>
  typeof steps === 'number' ? String(steps) : quoted(steps.column);

/** The name under which a frame has a shifted column while columns are added. */
export const shiftName = ({ column, steps }: Shift): string => `${column} shifted ${stepsSql(steps)}`;

/** A shifted column in SQL: null where the row before is of another entity, or not there. */
export const shiftedSql = (shift: Shift): string =>
  `CASE WHEN ${quoted(POSITION)} >= ${stepsSql(shift.steps)} THEN ${quoted(shiftName(shift))} END`;
