import { type Frame, quoted, type Transformation } from '../../frame.ts';
import { shiftedSql } from '../../shift.ts';
import { carryForward } from './carry-forward.ts';
import { type Filling, measured } from './fillings.ts';

const sinceName = (name: string): string => `${name}: rows since`;
const slopeName = (name: string): string => `${name}: slope`;
const beforeName = (name: string): string => `${name}: rows between`;

/** Of the line through the last two values of a row: how it goes up from row to row, and how many rows lie between them. */
const withSlopes = <Plan>(frame: Frame<Plan>, names: readonly string[]): Frame<Plan> =>
  frame.with(
    names.flatMap((name) => {
      const [value, since] = [name, sinceName(name)].map((column) => shiftedSql({ column, steps: 1 }));
      const between = `(${since}) + 1`;
      const slope = `(${quoted(measured(name))} - (${value})) / CAST(${between} AS DOUBLE)`;
      // Of one value alone the line is flat.
      const where = (sql: string, none: string): string =>
        `CASE WHEN ${quoted(measured(name))} IS NOT NULL THEN COALESCE(${sql}, ${none}) END`;
      return [
        { name: slopeName(name), sql: where(slope, 'CAST(0 AS DOUBLE)') },
        { name: beforeName(name), sql: where(between, 'CAST(0 AS BIGINT)') },
      ];
    }),
    names.flatMap((name) => [name, sinceName(name)].map((column) => ({ column, steps: 1 }))),
  );

/** Goes on with the line through the last two values, where columns hold the last one. */
const alongLines = <Plan>(frame: Frame<Plan>, fillings: readonly Filling[]): Frame<Plan> => {
  if (fillings.length === 0) return frame;
  const names = fillings.map(({ name }) => name);
  const carried = fillings.flatMap(({ name, step, count }) =>
    [slopeName(name), beforeName(name)].map((column) => ({ column, step, count })),
  );
  const ready = carryForward(withSlopes(frame, names), carried);
  const ended = ready.with(
    fillings.map(({ name, count }) => {
      const [since, slope, before] = [sinceName(name), slopeName(name), beforeName(name)].map(quoted);
      const up = `(CASE WHEN ${since} + ${before} <= ${count} THEN ${slope} ELSE CAST(0 AS DOUBLE) END)`;
      const line = `${quoted(name)} + ${up} * CAST(${since} AS DOUBLE)`;
      const own = quoted(measured(name));
      return { name: `${name}: filled`, sql: `CASE WHEN ${own} IS NOT NULL THEN ${own} ELSE ${line} END` };
    }),
  );
  return ended
    .drop([...names, ...names.flatMap((name) => [sinceName(name), slopeName(name), beforeName(name)])])
    .with(names.map((name) => ({ name, sql: quoted(`${name}: filled`) })))
    .drop(names.map((name) => `${name}: filled`));
};

/** Columns that are filled take the place of what they measured, which stays beside them under its other name. */
export const fillFrame =
  (fillings: readonly Filling[]): Transformation =>
  (frame) => {
    if (fillings.length === 0) return frame;
    const lines = fillings.filter(({ isLine }) => isLine);
    const begun = frame.with(fillings.map(({ name }) => ({ name: measured(name), sql: quoted(name) }))).with(
      lines.map(({ name }) => ({
        name: sinceName(name),
        sql: `CASE WHEN ${quoted(name)} IS NOT NULL THEN CAST(0 AS BIGINT) END`,
      })),
    );
    const values = fillings.map(({ name, step, count }) => ({ column: name, step, count }));
    const since = lines.map(({ name, step, count }) => ({
      column: sinceName(name),
      step,
      count,
      counts: true,
    }));
    return alongLines(carryForward(begun, [...values, ...since]), lines);
  };
