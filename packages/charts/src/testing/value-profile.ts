import type { ValueProfile } from '@wattline/engine/profile';

/** A column that peaks at 18:00, on Wednesdays and in July. */
export const valueProfile = (changed: Partial<ValueProfile> = {}): ValueProfile => ({
  name: 'load',
  kind: 'numeric',
  unit: 'kW',
  count: 990,
  nulls: 10,
  min: 0,
  max: 40,
  mean: 18,
  std: 4,
  quantiles: { p01: 1, p05: 2, p25: 10, p50: 17.5, p75: 25, p95: 35, p99: 39 },
  histogram: { from: 0, to: 40, counts: [100, 400, 390, 100] },
  byHour: Array.from({ length: 24 }, (_, hour) => 20 - Math.abs(hour - 18) / 2),
  byWeekday: [10, 11, 12, 11, 10, null, null],
  byMonth: Array.from({ length: 12 }, (_, month) => 20 - Math.abs(month - 6)),
  bySeason: { Winter: 10, Spring: 15, Summer: 20, Autumn: 15 },
  weekdayMean: 10.8,
  weekendMean: null,
  ...changed,
});
