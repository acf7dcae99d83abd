import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { RunStatus } from '@wattline/worker';
import { readCursor, writeCursor } from './cursor.ts';
import { isBroken, openDatabase } from './database.ts';
import { type Condition, condition } from './filter.ts';
import type { DatasetRuns, RunIndex, RunVersion } from './run-index.ts';
import { type RunSummary, runStatuses } from './run-summary.ts';

type Row = Record<string, unknown>;

const KEEP_PARTS_MS = 60 * 60_000;
const KNOWN_COUNTS = 100;

const summaryOf = (row: Row): RunSummary => JSON.parse(String(row.summary)) as RunSummary;

const countsOf = (rows: readonly Row[]): Record<RunStatus, number> => {
  const counts = Object.fromEntries(runStatuses.map((status) => [status, 0])) as Record<RunStatus, number>;
  for (const { status, runs } of rows) counts[String(status) as RunStatus] = Number(runs);
  return counts;
};

/** What a text is looked for in, in lower case. */
const wordsOf = ({ run, dataset, key, version, error }: RunSummary): string =>
  [run, dataset, key, version ?? '', error?.code ?? ''].join('\n').toLowerCase();

/** The index in a file of its own, which is rebuilt if it is missing, has another schema or is broken, even while open. */
export const openRunIndex = (path: string, now: () => number = Date.now): RunIndex => {
  let { database, isNew } = openDatabase(path);
  let statements = new Map<string, StatementSync>();

  /** Of the last conditions, until something changes: pages that follow each other ask the same. */
  const known = new Map<string, Record<RunStatus, number>>();

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  const renew = (): DatabaseSync => {
    database.close();
    statements = new Map();
    ({ database } = openDatabase(path));
    isNew = true;
    known.clear();
    return database;
  };

  /** Runs again with a new file if the old one turns out to be broken. */
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      if (!isBroken(error)) throw error;
      renew();
      return work();
    }
  };

  const all = (sql: string, ...values: SQLInputValue[]): Row[] => guarded(() => prepare(sql).all(...values));
  const get = (sql: string, ...values: SQLInputValue[]): Row | undefined =>
    guarded(() => prepare(sql).get(...values));

  const countsWhere = ({ sql, from, values }: Condition): Record<RunStatus, number> => {
    const key = JSON.stringify([sql, ...values]);
    const counted = known.get(key);
    if (counted !== undefined) return counted;
    const rows = all(`SELECT status, count(*) AS runs FROM ${from} WHERE ${sql} GROUP BY status`, ...values);
    if (known.size >= KNOWN_COUNTS) known.clear();
    const counts = countsOf(rows);
    known.set(key, counts);
    return counts;
  };

  return {
    takeIsNew: () => {
      const was = isNew;
      isNew = false;
      return was;
    },
    list: (filter, { cursor, limit }) => {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const asked = condition(filter, true);
      const whole = condition(filter, false);
      const behind = after === undefined ? '' : 'AND (upload_order, run) < (?, ?)';
      const rows = all(
        `SELECT run, upload_order, summary FROM runs WHERE run IN (
           SELECT run FROM ${asked.from} WHERE ${asked.sql} ${behind} ORDER BY upload_order DESC, run DESC LIMIT ?
         ) ORDER BY upload_order DESC, run DESC`,
        ...asked.values,
        ...(after === undefined ? [] : [after.order, after.run]),
        limit + 1,
      );
      const counts = countsWhere(whole);
      const statuses =
        filter.statuses === undefined || filter.statuses.length === 0 ? runStatuses : filter.statuses;
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        runs: page.map(summaryOf),
        total: [...new Set(statuses)].reduce((sum, status) => sum + counts[status], 0),
        counts,
        ...(rows.length > limit &&
          last !== undefined && {
            cursor: writeCursor({ order: String(last.upload_order), run: String(last.run) }),
          }),
      };
    },
    get: (run) => {
      const row = get('SELECT summary FROM runs WHERE run = ?', run);
      return row === undefined ? undefined : summaryOf(row);
    },
    datasets: () =>
      all(
        `SELECT dataset, count(*) AS runs,
           (SELECT summary FROM runs AS newest WHERE newest.dataset = runs.dataset ORDER BY upload_order DESC, run DESC LIMIT 1) AS summary
         FROM runs GROUP BY dataset ORDER BY dataset`,
      ).map(
        (row): DatasetRuns => ({
          dataset: String(row.dataset),
          runs: Number(row.runs),
          lastRun: summaryOf(row),
        }),
      ),
    versions: (dataset) =>
      new Map(
        all(
          `SELECT run, uploaded_at, summary ->> '$.version' AS version, summary ->> '$.ms' AS ms, summary ->> '$.replay' AS replay
           FROM runs WHERE dataset = ? AND status = 'sealed' ORDER BY upload_order`,
          dataset,
        ).flatMap(({ run, uploaded_at, version, ms, replay }): [string, RunVersion][] => {
          if (typeof version !== 'string') return [];
          const isKnown = replay === 0 && typeof ms === 'number';
          const sealedAt = isKnown ? new Date(Date.parse(String(uploaded_at)) + ms) : undefined;
          return [[version, { run: String(run), ...(sealedAt && { sealedAt }) }]];
        }),
      ),
    datasetCount: () => Number(get('SELECT count(DISTINCT dataset) AS datasets FROM runs')?.datasets ?? 0),
    counts: () => countsWhere(condition({}, false)),
    active: () =>
      all(
        `SELECT run FROM runs WHERE status IN ('waiting', 'running')
           OR (status = 'superseded' AND json_extract(summary, '$.version') IS NULL)`,
      ).map(({ run }) => String(run)),
    put: (summary, order) => {
      const text = JSON.stringify(summary);
      const { run, dataset, status, uploadedAt } = summary;
      const { changes } = guarded(() =>
        prepare(
          `INSERT INTO runs (run, upload_order, dataset, status, uploaded_at, words, summary) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (run) DO UPDATE SET status = excluded.status, words = excluded.words, summary = excluded.summary
           WHERE summary <> excluded.summary`,
        ).run(run, order, dataset, status, uploadedAt, wordsOf(summary), text),
      );
      if (Number(changes) > 0) known.clear();
      return Number(changes) > 0;
    },
    putParts: (parts) => {
      if (parts.length === 0) return;
      guarded(() => {
        const insert = prepare(
          'INSERT OR IGNORE INTO parts (stage, finished_at, run, part, ms) VALUES (?, ?, ?, ?, ?)',
        );
        const oldest = now() - KEEP_PARTS_MS;
        for (const { stage, finishedAt, run, part, ms } of parts)
          if (finishedAt.getTime() >= oldest) insert.run(stage, finishedAt.getTime(), run, part, ms);
        for (const stage of new Set(parts.map((part) => part.stage)))
          prepare('DELETE FROM parts WHERE stage = ? AND finished_at < ?').run(stage, oldest);
      });
    },
    throughput: (stage, since) => {
      const rows = all(
        'SELECT ms FROM parts WHERE stage = ? AND finished_at >= ? ORDER BY ms',
        stage,
        since.getTime(),
      );
      const last = get('SELECT max(finished_at) AS at FROM parts WHERE stage = ?', stage)?.at;
      const median = rows[Math.floor(rows.length / 2)]?.ms;
      return {
        parts: rows.length,
        ...(median !== undefined && { medianMs: Number(median) }),
        ...(typeof last === 'number' && { lastFinishedAt: new Date(last) }),
      };
    },
    close: () => database.close(),
  };
};
