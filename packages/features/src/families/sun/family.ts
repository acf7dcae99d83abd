import { z } from 'zod';
import { requireUnique } from '../../columns-option.ts';
import { type ColumnDraft, defineFamily } from '../../definition.ts';
import { oncePerInterval } from '../../once-per-interval.ts';
import type { Interval } from '../../online.ts';
import { daylightAt, elevationAt } from './sun.ts';

const SunColumn = z.enum(['elevation', 'daylight']);
type SunColumn = z.output<typeof SunColumn>;

const Sun = z.strictObject({
  latitude: z.number().min(-90).max(90).describe('Degrees north; south is negative'),
  longitude: z.number().min(-180).max(180).describe('Degrees east; west is negative'),
  columns: z.array(SunColumn).min(1).default(['elevation', 'daylight']),
});
type Sun = z.output<typeof Sun>;

const drafts: Readonly<Record<SunColumn, ColumnDraft>> = {
  elevation: {
    name: 'sun_elevation',
    kind: 'sun',
    dtype: 'Float64',
    sources: [],
    unit: '°',
    description:
      'How high the sun appears above the horizon in the middle of the interval, with refraction; below it negative (Meeus, Astronomical Algorithms, by suncalc), to four digits behind the point',
    scaled: true,
  },
  daylight: {
    name: 'daylight',
    kind: 'sun',
    dtype: 'Float64',
    sources: [],
    unit: undefined,
    description: 'Share of the interval between sunrise and sunset, which are taken to the minute (suncalc)',
  },
};

const sunColumns = ({ columns }: Sun): ColumnDraft[] => columns.map((column) => drafts[column]);

const valuesOf = (options: Sun): ((interval: Interval) => number[]) => {
  const daylight = daylightAt(options);
  const forms: Readonly<Record<SunColumn, (interval: Interval) => number>> = {
    elevation: ({ start, end }) => elevationAt(options, (start + end) / 2),
    daylight: ({ start, end }) => daylight(start, end),
  };
  const chosen = options.columns.map((column) => forms[column]);
  return (interval) => chosen.map((of) => of(interval));
};

export const sun = defineFamily({
  key: 'sun',
  summary: 'The sun at one location: how high it is, and how much of the interval it is up',
  grain: 'calendar',
  options: Sun.optional().describe('Elevation of the sun and daylight at a location'),
  example: { latitude: 35.57, longitude: -5.37 },
  availability: 'calendar',
  scaled: false,
  lookback: () => 0,
  columns: sunColumns,
  check: ({ columns }, _, addIssue) => requireUnique(['columns'], columns, addIssue),
  apply: (options, context) => oncePerInterval(sunColumns(options), valuesOf(options), context),
  online: (options) => valuesOf(options),
});
