/** "WATQ", in the header of the file. */
export const APPLICATION_ID = 0x57415451;
export const SCHEMA_VERSION = 2;

/**
 * One row a message. All times are wall-clock milliseconds.
 * `visible_at` is when the message may next be received, `hidden_ms` how long before that it was hidden;
 * `receipt` is the handle of a delivery until it is released: its holder, a blank, and a random part. The index by
 * visibility alone answers `depth`. `work_group` is empty where the sender named none.
 */
export const SCHEMA = `
CREATE TABLE messages (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  queue      TEXT NOT NULL,
  sent_at    INTEGER NOT NULL,
  visible_at INTEGER NOT NULL,
  hidden_ms  INTEGER NOT NULL,
  receives   INTEGER NOT NULL DEFAULT 0,
  receipt    TEXT,
  delivered  INTEGER GENERATED ALWAYS AS (receipt IS NOT NULL) VIRTUAL,
  body       TEXT NOT NULL,
  work_group TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX messages_by_visibility ON messages (queue, visible_at, sent_at, delivered);
CREATE INDEX messages_by_group ON messages (queue, work_group, visible_at, delivered);
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** From the version before, whose messages have no group. */
export const UPGRADE = `
ALTER TABLE messages ADD COLUMN work_group TEXT NOT NULL DEFAULT '';
CREATE INDEX messages_by_group ON messages (queue, work_group, visible_at, delivered);
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** For messages hidden by a clock that has since been set back: each is hidden for its own time again, and no longer. */
export const REANCHOR =
  'UPDATE messages SET visible_at = :now + hidden_ms WHERE visible_at - hidden_ms > :now';
