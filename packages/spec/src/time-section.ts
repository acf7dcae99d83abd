import { Duration } from '@wattline/features';
import { z } from 'zod';
import { Column, Zone } from './column.ts';
import { Instant } from './instant.ts';

const named = [
  'auto',
  'iso',
  'epoch-seconds',
  'epoch-milliseconds',
  'epoch-microseconds',
  'epoch-nanoseconds',
  'excel-days',
];

const TimeFormat = z
  .string()
  // It is matched against every row.
  .max(100)
  .regex(
    new RegExp(`^(?:${named.join('|')}|(?=.*%).+)$`),
    `must be ${named.join(', ')}, or a strftime pattern such as %d/%m/%Y %H:%M`,
  );

/** The content of a cell, as YAML has it. */
const Cell = z.union([z.string().max(100), z.number(), z.boolean()]).transform(String);

/** Which rows are of the second pass of an hour that occurs twice. */
const SecondPass = z.strictObject({
  column: Column,
  values: z
    .union([Cell.transform((value) => [value]), z.array(Cell).min(1).max(20)])
    .describe('Its values for the second pass; any other value is the first'),
});

/** Zones of their own for rows. */
const Zones = z.union([
  z.strictObject({
    column: Column.describe('Its cells are IANA zones, or offsets such as +01:00'),
  }),
  z.strictObject({ entities: z.record(z.string(), Zone).describe('The zone of each entity, by its name') }),
]);

export const Time = z.strictObject({
  column: z
    .union([
      Column,
      z
        .array(Column)
        .max(6)
        // None is what `time: none` stands for.
        .refine(({ length }) => length !== 1, 'must not be shorter than 2')
        .meta({ minItems: 2 }),
    ])
    .describe('The timestamp column, or up to six that make it up: [Date, Time], [year, month, day, hour]'),
  format: TimeFormat.default('auto').describe(
    'auto, iso, epoch-seconds (or -milliseconds, -microseconds, -nanoseconds), excel-days, or a strftime pattern such as %d/%m/%Y %H:%M; the pattern of several columns has a blank between them',
  ),
  periods: z
    .union([Duration, z.array(Duration).min(1).max(2)])
    .optional()
    .describe(
      'The last column counts periods of this length from midnight, 1 first: 30m for settlement periods; [1h, 15m]: the last two, quarters within hours',
    ),
  firstPeriod: z
    .union([z.literal(0), z.literal(1)])
    .optional()
    .describe('What the first period of a day is called: 1 (default), or 0'),
  zone: Zone.default('UTC').describe(
    'Where naive timestamps were read: an IANA zone or a fixed offset such as +01:00',
  ),
  zones: Zones.optional().describe(
    'Where rows have zones of their own: {column: tz}, or {entities: {A: Europe/Berlin, B: America/New_York}}; zone is then what calendars follow',
  ),
  label: z
    .enum(['start', 'end'])
    .default('start')
    .describe('Whether a timestamp names the start or the end of its interval'),
  ambiguous: z
    .enum(['order', 'earliest', 'latest', 'quarantine'])
    .default('earliest')
    .describe(
      'What a local time that occurs twice, as clocks go back, means where the order of the file does not show it; quarantine refuses it always',
    ),
  secondPass: SecondPass.optional().describe(
    'The column that distinguishes the two passes of an hour that occurs twice: {column: DSTFlag, values: [Y]}',
  ),
  nonexistent: z
    .enum(['shift', 'quarantine'])
    .default('shift')
    .describe(
      'What to do with a local time that clocks skip: shift it forward by the gap, or refuse the row',
    ),
  earliest: Instant.optional().describe('Rows of an earlier time are refused (default: 1900-01-01)'),
  latest: Instant.optional().describe('Rows of a later time are refused (default: 2100-01-01)'),
  cadences: z
    .enum(['one', 'own'])
    .optional()
    .describe(
      'one: readings of all series come by time.cadence; own: each series has its own, which may change over time; own where neither is given and the file shows it',
    ),
  issued: Column.optional().describe(
    'The column that says when a reading was issued, where forecasts of several times are for one',
  ),
  vintage: z
    .union([z.enum(['latest', 'first']), z.strictObject({ lead: Duration })])
    .optional()
    .describe(
      'Which of the readings for one time counts: the latest issued (default), the first, or the latest issued so long before: {lead: 24h}',
    ),
  cadence: Duration.optional().describe('The time between two readings; found out where it is not given'),
  delay: Duration.optional().describe(
    'How long after the end of an interval all of its readings are there (default: at once); available_at of its rows is so much later',
  ),
});
