import { joinedColumns, kindOf, usedFamilies } from '@wattline/features';
import type { Spec } from '@wattline/spec';

/** How far plain values may differ from the sealed ones, in their own unit, by the names of their columns; of others: in no bit. */
export const tolerances = (
  spec: Spec,
  toleranceOf: (join: string, column: string) => number,
): ReadonlyMap<string, number> => {
  const joined = new Map(joinedColumns(spec.joins).map((one) => [one.source, one]));
  const ofSource = (source: string): number => {
    const other = joined.get(source);
    if (other !== undefined) return toleranceOf(other.join, other.column);
    const value = spec.values[source];
    return value === undefined ? 0 : (kindOf(value).tolerance?.absolute ?? 0);
  };
  return new Map(
    usedFamilies(spec).flatMap(({ columns }) =>
      columns.flatMap(({ name, sources }) => {
        const most = Math.max(0, ...sources.map(ofSource));
        return most === 0 ? [] : [[name, most] as const];
      }),
    ),
  );
};
