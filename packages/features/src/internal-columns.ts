/** Start of the interval that a reading belongs to: Datetime('ms', 'UTC'). */
export const INTERVAL_START = 'interval_start';
/** What local clocks show as an interval nominally begins: Datetime('ms', 'UTC'), to be read as a local time. */
export const INTERVAL_LOCAL = 'interval_local';
/** Milliseconds from an interval's start to the next one's: Int64. */
export const INTERVAL_LENGTH = 'interval_length';
/** An interval's number in its calendar, from 0: Int64. */
export const INTERVAL_INDEX = 'interval_index';
/** How many intervals of the same entity come before this one in the frame: Int64. */
export const POSITION = 'interval_position';
/** How many readings an interval has: Int64. */
export const READINGS = 'interval_readings';

/** Milliseconds from a reading until the next one is due, as readings of its entity come then: Int64. Beside each reading. */
export const READING_STEP = 'reading_step_ms';

/** What a register counted since the reading before; null if there is none, or it is unknown: Float64. */
export const countedBy = (register: string): string => `${register} counted`;

/** Names that no raw column may have, as they would be taken for one of these. */
export const internalColumns: ReadonlySet<string> = new Set([
  INTERVAL_START,
  INTERVAL_LOCAL,
  INTERVAL_LENGTH,
  INTERVAL_INDEX,
  POSITION,
  READINGS,
  READING_STEP,
]);

/** How many readings an interval should have: Int64; where the spec has a cadence. */
export const EXPECTED = 'readings_expected';

/** How many intervals before this one local clocks showed as much less: Int64, null where they skipped it. */
export const wallSteps = (by: string): string => `interval_steps_${by}`;
