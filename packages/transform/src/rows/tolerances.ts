import { kindOf, usedFamilies } from '@wattline/features';
import type { Spec } from '@wattline/spec';

/** How far plain values may differ from the sealed ones, in their own unit, by the names of their columns; of others: in no bit. */
export const tolerances = (spec: Spec): ReadonlyMap<string, number> =>
  new Map(
    usedFamilies(spec).flatMap(({ columns }) =>
      columns.flatMap(({ name, sources }) => {
        const own = sources.map((source) => {
          const value = spec.values[source];
          return value === undefined ? 0 : (kindOf(value).tolerance?.absolute ?? 0);
        });
        const most = Math.max(0, ...own);
        return most === 0 ? [] : [[name, most] as const];
      }),
    ),
  );
