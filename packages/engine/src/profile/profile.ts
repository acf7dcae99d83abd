import { z } from 'zod';

const Instant = z.iso.datetime();
/** null where there is no reading to take a mean of. */
const Mean = z.number().nullable();

export const SeasonName = z.enum(['Winter', 'Spring', 'Summer', 'Autumn']);
export type SeasonName = z.infer<typeof SeasonName>;

export const ValueProfile = z.object({
  name: z.string(),
  kind: z.literal('numeric'),
  unit: z.string().optional(),
  /** Readings that have a value, and those that have none. */
  count: z.int(),
  nulls: z.int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: Mean,
  /** Of a sample: n − 1. */
  std: z.number().nullable(),
  quantiles: z
    .object({
      p01: z.number(),
      p05: z.number(),
      p25: z.number(),
      p50: z.number(),
      p75: z.number(),
      p95: z.number(),
      p99: z.number(),
    })
    .nullable(),
  /** Equal bins from min to max; each counts its lower edge and not its upper, the last one both. */
  histogram: z.object({ from: z.number(), to: z.number(), counts: z.array(z.int()) }).nullable(),
  /** Means over local time: 24 hours, weekdays from Monday, months from January. */
  byHour: z.array(Mean).length(24),
  byWeekday: z.array(Mean).length(7),
  byMonth: z.array(Mean).length(12),
  bySeason: z.record(SeasonName, Mean),
  /** Of Monday to Friday, and of Saturday and Sunday. */
  weekdayMean: Mean,
  weekendMean: Mean,
});
export type ValueProfile = z.infer<typeof ValueProfile>;

export const CategoryProfile = z.object({
  name: z.string(),
  kind: z.literal('categorical'),
  count: z.int(),
  nulls: z.int(),
  distinct: z.int(),
  /** The most frequent first, at most 50. */
  values: z.array(z.object({ value: z.string(), count: z.int() })),
});
export type CategoryProfile = z.infer<typeof CategoryProfile>;

export const Gap = z.object({
  entity: z.string(),
  /** The readings before and after the gap. */
  from: Instant,
  to: Instant,
  missing: z.int(),
});
export type Gap = z.infer<typeof Gap>;

export const Gaps = z.object({
  cadence: z.string(),
  count: z.int(),
  /** Readings that a regular cadence would have between first and last reading of each entity. */
  missing: z.int(),
  /** The 20 longest. */
  longest: z.array(Gap),
  /** The 20 entities that miss most. */
  entities: z.array(z.object({ entity: z.string(), gaps: z.int(), missing: z.int(), longest: z.int() })),
});
export type Gaps = z.infer<typeof Gaps>;

export const Finding = z.object({
  code: z.string(),
  text: z.string(),
  /** The numbers and names that the sentence rests on. */
  values: z.record(z.string(), z.union([z.number(), z.string()])),
});
export type Finding = z.infer<typeof Finding>;

/** What is in the readings, for exploration: `profile.json`. Depends on the readings alone. */
export const Profile = z.object({
  format: z.literal(1),
  rows: z.int(),
  entities: z.int(),
  from: Instant,
  to: Instant,
  zone: z.string(),
  /** Where given, quantiles, histograms and correlations are of every so-manieth reading: so many in all. */
  sampled: z.object({ every: z.int(), rows: z.int() }).optional(),
  values: z.array(ValueProfile),
  categories: z.array(CategoryProfile),
  /** Pearson's r over readings that have both values; null where one does not vary. */
  correlations: z.array(z.object({ a: z.string(), b: z.string(), r: z.number().nullable() })),
  /** Absent if the cadence is unknown. */
  gaps: Gaps.optional(),
  findings: z.array(Finding),
});
export type Profile = z.infer<typeof Profile>;
