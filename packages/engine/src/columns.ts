/** UTC, Datetime('ms'): the reading's time, or the start of its interval. Always there. */
export const EVENT_TIMESTAMP = 'event_timestamp';

/** The entity column where the spec names none; its one value is ONLY_ENTITY. */
export const DEFAULT_ENTITY = 'entity';
export const ONLY_ENTITY = 'all';
