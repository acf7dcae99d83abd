/** UTC, Datetime('ms'): the reading's time, or the start of its interval. Always there. */
export const EVENT_TIMESTAMP = 'event_timestamp';

/** The entity column where the spec names none; its one value is ONLY_ENTITY. */
export const DEFAULT_ENTITY = 'entity';
export const ONLY_ENTITY = 'all';

/** Of rows of a horizon: the start of the last interval that was over when the forecast was made, as EVENT_TIMESTAMP. */
export const ORIGIN_TIMESTAMP = 'origin_timestamp';

/** Of rows with a seasonal difference: the start of the interval that it is of, so many seasons before the label's. */
export const SEASON_TIMESTAMP = 'season_timestamp';
