/** Rows of an entity that differ, by UTC day: `2024-03-31`. */
export type DayCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Rows that differ, by entity and period, as a table may show it. */
export interface Touched {
  /** How long a period is: `2024-03-31`, `2024-03` or `2024`; as short as the table has room for. */
  readonly by: 'day' | 'month' | 'year';
  /** Those in which rows differ, the earliest first; of too many the newest. */
  readonly periods: readonly string[];
  /** The entities with most of them, with a number for each period. */
  readonly entities: readonly { readonly entity: string; readonly rows: readonly number[] }[];
}

/** What a screen has room for. */
const MOST_PERIODS = 31;
const MOST_ENTITIES = 30;

const lengths = { day: 10, month: 7, year: 4 } as const;
const names = ['day', 'month', 'year'] as const;

/** Puts days together until there is room for all periods. */
export const touchedOf = (counts: DayCounts): Touched => {
  const days = new Set([...counts.values()].flatMap((one) => [...one.keys()]));
  const periodsBy = (by: Touched['by']): string[] =>
    [...new Set([...days].map((day) => day.slice(0, lengths[by])))].sort();
  const by = names.find((name) => periodsBy(name).length <= MOST_PERIODS) ?? 'year';
  const periods = periodsBy(by).slice(-MOST_PERIODS);
  const place = new Map(periods.map((period, index) => [period, index]));
  const entities = [...counts].map(([entity, ofDays]) => {
    const rows = periods.map(() => 0);
    let total = 0;
    for (const [day, number] of ofDays) {
      const index = place.get(day.slice(0, lengths[by]));
      if (index !== undefined) rows[index] = (rows[index] ?? 0) + number;
      total += number;
    }
    return { entity, rows, total };
  });
  return {
    by,
    periods,
    entities: entities
      .sort((a, b) => b.total - a.total || (a.entity < b.entity ? -1 : 1))
      .slice(0, MOST_ENTITIES)
      .map(({ entity, rows }) => ({ entity, rows })),
  };
};
