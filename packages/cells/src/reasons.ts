/** Why a row was refused. */
export const reasons = {
  ROW_TOO_SHORT: 'has fewer fields than the header',
  ROW_TOO_LONG: 'has more fields than the header',
  COLUMNS_OPEN:
    'has columns whose order is not known, as JSON moves names such as 100, and no upload has just these (layout): upload a file that has them, or send each reading with event_timestamp',
  TIME_MISSING: 'has no timestamp',
  TIME_UNREADABLE: 'is not a timestamp in the format of this file',
  TIME_IMPLAUSIBLE: 'lies before time.earliest or after time.latest',
  TIME_SKIPPED: 'is a local time that the clock skips',
  TIME_AMBIGUOUS: 'is a local time that the clock shows twice',
  PERIOD_OPEN:
    'is one time where periods are counted through a day on which clocks change, and another where they are named by the clock',
  ISSUED_UNREADABLE: 'has no time at which it was issued that can be read (time.issued)',
  ZONE_UNKNOWN: 'has no time zone that is known (time.zones)',
  NOTATION_OPEN: "means one thing as some of the dataset's uploads are written, and another as others are",
  ENTITY_MISSING: 'has no entity',
  NOT_A_NUMBER: 'is not a number',
  UNIT_UNKNOWN: 'is in a unit that cannot be converted to that of its column',
  NOT_FINITE: 'is not a finite number',
  NOT_REPRESENTABLE: 'is an integer above 2^53, which a 64-bit float does not hold exactly',
  BELOW_MIN: "is below the spec's min",
  ABOVE_MAX: "is above the spec's max",
  REGISTER_ZERO: 'is a 0 between two like readings of a register',
  REGISTER_APART: 'is a single reading of a register apart from those before and after it',
  CONFLICT: 'is one of several different readings of one entity for one time',
  CONFLICT_REPLACED: 'gave way to another reading of the same entity for the same time',
} as const;

export type ReasonCode = keyof typeof reasons;

export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(reasons, code);
