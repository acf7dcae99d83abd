import type { DatabaseSync } from 'node:sqlite';

/** The SQL of one queue; `:now` is in wall-clock milliseconds. */
export function prepareStatements(sqlite: DatabaseSync) {
  return {
    send: sqlite.prepare(
      `INSERT INTO messages (id, queue, sent_at, visible_at, hidden_ms, body, work_group)
       VALUES (:id, :queue, :now, :now + :delay, :delay, :body, :group)`,
    ),
    firstVisibleAt: sqlite.prepare('SELECT min(visible_at) AS at FROM messages WHERE queue = :queue'),
    /** Each group of which messages are visible, or hidden: a look into the index for each, not for each message. */
    groups: sqlite.prepare(
      `WITH RECURSIVE found(name) AS (
         SELECT min(work_group) FROM messages WHERE queue = :queue
         UNION ALL
         SELECT (SELECT min(work_group) FROM messages WHERE queue = :queue AND work_group > found.name)
         FROM found WHERE found.name IS NOT NULL
       )
       SELECT name,
              (SELECT min(visible_at) FROM messages WHERE queue = :queue AND work_group = found.name) AS visible_at
       FROM found WHERE name IS NOT NULL`,
    ),
    underWay: sqlite.prepare(
      `SELECT count(*) AS count FROM messages
       WHERE queue = :queue AND work_group = :group AND visible_at > :now AND delivered`,
    ),
    claimOfGroup: sqlite.prepare(
      `UPDATE messages
       SET receives = receives + 1, receipt = :holder || ' ' || lower(hex(randomblob(16))), visible_at = :now + :hidden, hidden_ms = :hidden
       WHERE seq IN (
         SELECT seq FROM messages WHERE queue = :queue AND work_group = :group AND visible_at <= :now
         ORDER BY visible_at LIMIT :max
       )
       RETURNING id, body, receives, sent_at, receipt, work_group`,
    ),
    claim: sqlite.prepare(
      `UPDATE messages
       SET receives = receives + 1, receipt = :holder || ' ' || lower(hex(randomblob(16))), visible_at = :now + :hidden, hidden_ms = :hidden
       WHERE seq IN (
         SELECT seq FROM messages WHERE queue = :queue AND visible_at <= :now ORDER BY visible_at LIMIT :max
       )
       RETURNING id, body, receives, sent_at, receipt, work_group`,
    ),
    /** The claim that found the message exhausted does not count. */
    deadLetterExhausted: sqlite.prepare(
      `UPDATE messages SET queue = :to, receives = receives - 1, receipt = NULL, visible_at = :now, hidden_ms = 0
       WHERE id = :id`,
    ),
    deadLetter: sqlite.prepare(
      `UPDATE messages SET queue = :to, receipt = NULL, visible_at = :now, hidden_ms = 0
       WHERE id = :id AND receipt = :receipt AND queue = :queue`,
    ),
    changeVisibility: sqlite.prepare(
      `UPDATE messages SET visible_at = :now + :hidden, hidden_ms = :hidden
       WHERE id = :id AND receipt = :receipt AND queue = :queue`,
    ),
    release: sqlite.prepare(
      `UPDATE messages SET visible_at = :now, hidden_ms = 0, receipt = NULL
       WHERE id = :id AND receipt = :receipt AND queue = :queue`,
    ),
    delete: sqlite.prepare('DELETE FROM messages WHERE id = :id AND receipt = :receipt AND queue = :queue'),
    depth: sqlite.prepare(
      `SELECT ifnull(sum(visible_at <= :now), 0) AS visible,
              ifnull(sum(visible_at > :now AND delivered), 0) AS inFlight,
              ifnull(sum(visible_at > :now AND NOT delivered), 0) AS delayed,
              min(sent_at) AS oldest
       FROM messages WHERE queue = :queue`,
    ),
    /** An empty receipt deletes nothing. */
    peek: sqlite.prepare(
      `SELECT id, body, receives, sent_at, '' AS receipt, work_group FROM messages
       WHERE queue = :queue ORDER BY visible_at LIMIT :max`,
    ),
    redrive: sqlite.prepare(
      `UPDATE messages
       SET queue = :to, receives = 0, receipt = NULL, sent_at = :now, visible_at = :now, hidden_ms = 0
       WHERE queue = :from AND (:id IS NULL OR id = :id)`,
    ),
    purge: sqlite.prepare('DELETE FROM messages WHERE queue = :queue'),
  };
}
export type Statements = ReturnType<typeof prepareStatements>;
