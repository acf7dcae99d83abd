import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, QuarantinePage, RunLogs, RunPage, RunReceipt, RunSummary } from '@wattline/api';
import { TransientError } from '@wattline/errors';
import { ledgerKeys, type Stage } from '@wattline/worker';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readings } from '../testing/readings.ts';

const ask = async <Schema extends z.ZodType>(
  { app }: TestStatus,
  path: string,
  schema: Schema,
  init: RequestInit = {},
): Promise<{ status: number; body: z.infer<Schema> }> => {
  const response = await app.request(`/api/v1${path}`, init);
  return { status: response.status, body: schema.parse(await response.json()) };
};

const post = (body?: unknown): RequestInit => ({
  method: 'POST',
  ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
});

/** Some cells that a spreadsheet would run, among plain numbers that are out of the question for other reasons. */
const withBadRows = (): string => {
  const bad = ['=1+1', '@SUM(A1)', '+cmd|calc', '-x', '"a,""b"""', '\t=2'];
  const rows = bad.map((cell, hour) => `2026-02-01T0${hour}:00:00,a,${cell}`);
  return `${readings({ days: 30 })}${rows.join('\n')}\n2026-99-01T00:00:00,a,-5.25\n`;
};

describe('a run', () => {
  test('is listed, and its receipt has all that its ledger has', async () => {
    const status = await openTestStatus();
    const run = await status.upload('town/a b&c.csv', readings());
    await status.settled(run);
    const page = await ask(status, '/runs', RunPage);
    expect(page.body).toMatchObject({ total: 1, counts: { sealed: 1 } });
    expect(page.body.runs[0]).toMatchObject({
      run,
      dataset: 'town',
      status: 'sealed',
      key: 'staging-directory/town/a b&c.csv',
      rowsRead: 336,
      rowsRefused: 0,
      featureRows: 336,
      stage: 'publish',
    });
    const { body } = await ask(status, `/runs/${run}`, RunReceipt);
    expect(body.stages.map(({ stage, status: is, attempts }) => [stage, is, attempts])).toEqual([
      ['ingest', 'done', 1],
      ['transform', 'done', 1],
      ['aggregate', 'done', 1],
      ['publish', 'done', 1],
    ]);
    expect(body.ingested?.spec).toContain('time:');
    expect(body.ingested?.specSource).toBe('inferred');
    expect(body.published?.version).toBe(page.body.runs[0]?.version);
    expect(body.replayableFrom).toEqual(['ingest', 'transform', 'aggregate', 'publish']);
    expect(body.cancellable).toBe(false);
    expect(body.upload.href).toContain('key=staging-directory%2Ftown%2Fa%20b%26c.csv');
    expect(body.outputs.map(({ key }) => key)).toContain(
      `feature-sets/town/version=${body.version}/manifest.json`,
    );
  });

  test('that does not exist is a 404 with a remedy', async () => {
    const status = await openTestStatus({ stages: [] });
    for (const run of ['0123456789abcdef0123', '..%2F..%2Fetc', '%00', "'"]) {
      for (const rest of ['', '/quarantine', '/quarantine.csv', '/logs'])
        expect(await ask(status, `/runs/${run}${rest}`, Problem)).toMatchObject({
          status: 404,
          body: { code: 'RUN_UNKNOWN' },
        });
      for (const rest of ['replays', 'cancellation'])
        expect((await ask(status, `/runs/${run}/${rest}`, Problem, post())).body.code).toBe('RUN_UNKNOWN');
    }
  });

  test('with invalid parameters is a problem per parameter', async () => {
    const status = await openTestStatus({ stages: [] });
    const { status: code, body } = await ask(status, '/runs?limit=0&status=lost&since=today', Problem);
    expect(code).toBe(400);
    expect(body.problems?.map(({ place }) => place).sort()).toEqual([
      'query.limit',
      'query.since',
      'query.status',
    ]);
    expect(body.problems?.find(({ place }) => place === 'query.status')?.message).toMatch(/waiting, running/);
    expect((await ask(status, '/runs?cursor=x', Problem)).body.code).toBe('CURSOR_INVALID');
  });
});

describe('the index', () => {
  test('is filled from the ledger where it was deleted', async () => {
    const first = await openTestStatus();
    const runs = [await first.upload('town/a.csv', readings()), await first.upload('river/b.csv', 'time\n')];
    for (const run of runs) await first.settled(run);
    const { dataDir } = first.backend;
    for (const ending of ['', '-wal', '-shm'])
      rmSync(join(dataDir, `run-index.db${ending}`), { force: true });
    const second = await openTestStatus({ stages: [], dataDir });
    await second.deps.live.swept;
    const before = await ask(first, '/runs', RunPage);
    expect(await ask(second, '/runs', RunPage)).toEqual(before);
    expect(before.body.runs.map(({ run, status }) => [run, status])).toEqual([
      [runs[1], 'rejected'],
      [runs[0], 'sealed'],
    ]);
  });
});

describe('quarantine', () => {
  test('is read in pages, and exported with its formulas defused', async () => {
    const status = await openTestStatus();
    const run = await status.upload('town/a.csv', withBadRows());
    await status.settled(run);
    const all = await ask(status, `/runs/${run}/quarantine`, QuarantinePage);
    expect(all.body.total).toBe(7);
    expect(all.body.rows[0]).toEqual({
      line: 722,
      column: 'load',
      value: '=1+1',
      code: expect.any(String),
      reason: expect.any(String),
    });
    expect(all.body.rows.map(({ line }) => line)).toEqual([722, 723, 724, 725, 726, 727, 728]);
    const some = await ask(status, `/runs/${run}/quarantine?offset=5&limit=1`, QuarantinePage);
    expect(some.body.rows).toEqual(all.body.rows.slice(5, 6));
    expect((await ask(status, `/runs/${run}/quarantine?offset=7`, QuarantinePage)).body).toEqual({
      rows: [],
      total: 7,
    });

    const response = await status.app.request(`/api/v1/runs/${run}/quarantine.csv`);
    expect(response.headers.get('content-disposition')).toContain(`filename="${run}-quarantine.csv"`);
    const text = await response.text();
    expect(text.split('\r\n')).toHaveLength(9);
    for (const cell of ["'=1+1", "'@SUM(A1)", "'+cmd|calc", "'-x"]) expect(text).toContain(`,${cell},`);
    expect(text).toContain('"a,""b"""');
    expect(text).not.toMatch(/(^|,|")[=+@\t]/m);
  });

  test('may be empty after an erasure, and gone after a year', async () => {
    const status = await openTestStatus();
    const run = await status.upload('town/a.csv', withBadRows());
    await status.settled(run);
    const { results } = status.backend.stores;
    await results.put(`quarantine/${run}/quarantine.csv`, 'line,column,value,code,reason\n');
    expect((await ask(status, `/runs/${run}/quarantine`, QuarantinePage)).body.rows).toEqual([]);
    await results.delete(`quarantine/${run}/quarantine.csv`);
    for (const path of ['quarantine', 'quarantine.csv'])
      expect(await ask(status, `/runs/${run}/${path}`, Problem)).toMatchObject({
        status: 404,
        body: { code: 'QUARANTINE_GONE' },
      });
  });

  test('of a run without any is empty', async () => {
    const status = await openTestStatus();
    const run = await status.upload('town/a.csv', readings());
    await status.settled(run);
    expect((await ask(status, `/runs/${run}/quarantine`, QuarantinePage)).body).toEqual({
      rows: [],
      total: 0,
    });
    expect(await (await status.app.request(`/api/v1/runs/${run}/quarantine.csv`)).text()).toBe(
      'line,column,value,code,reason\r\n',
    );
  });
});

describe('logs', () => {
  test('are those of each attempt, in the order of time, by stage and level', async () => {
    let tries = 0;
    const ingest: Stage = {
      name: 'ingest',
      run: async ({ log }) => {
        tries += 1;
        log.info({ rows: tries }, 'looking');
        throw new TransientError('DISK', `try ${tries}`, { remedy: 'wait' });
      },
    };
    const status = await openTestStatus({ stages: [ingest], maxFailures: 2 });
    const run = await status.upload('town/a.csv', readings());
    await status.settled(run);
    // Kept after the failure is recorded.
    const read = async () => (await ask(status, `/runs/${run}/logs`, RunLogs)).body;
    await expect.poll(async () => (await read()).lines.length).toBe(6);
    const { lines, truncated } = await read();
    expect(truncated).toBe(false);
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'attempt started'],
      ['info', 'looking'],
      ['error', 'attempt failed'],
      ['info', 'attempt started'],
      ['info', 'looking'],
      ['error', 'attempt failed'],
    ]);
    expect(lines[4]).toMatchObject({ stage: 'ingest', part: 0, fields: { rows: 2 } });
    expect(lines[5]?.fields).toMatchObject({ err: { message: 'try 2', code: 'DISK' } });
    const errors = await ask(status, `/runs/${run}/logs?level=warn&stage=ingest&limit=1`, RunLogs);
    expect(errors.body).toMatchObject({
      truncated: true,
      lines: [{ fields: { err: { message: 'try 2' } } }],
    });
    expect((await ask(status, `/runs/${run}/logs?stage=publish`, RunLogs)).body.lines).toEqual([]);
  });

  test('that break off, as those of a killed worker do, are read as far as they go', async () => {
    const status = await openTestStatus();
    const run = await status.upload('town/a.csv', readings());
    await status.settled(run);
    const key = ledgerKeys(run).log(0, 'publish', 0, '999-broken');
    await status.backend.stores.results.put(
      key,
      '{"level":30,"time":"2026-01-01T00:00:00.000Z","msg":"a"}\n{"lev',
    );
    const read = async () => (await ask(status, `/runs/${run}/logs?stage=publish`, RunLogs)).body.lines;
    // Kept after the run is sealed.
    await expect.poll(async () => (await read()).map(({ message }) => message)).toContain('part done');
    expect((await read())[0]).toMatchObject({ message: 'a', stage: 'publish' });
  });
});

describe('replay and cancel', () => {
  test('a replay makes the same version, from the stage that is named', async () => {
    const status = await openTestStatus();
    const run = await status.upload('town/a.csv', readings());
    const { version } = await status.settled(run);
    const answer = await status.app.request(`/api/v1/runs/${run}/replays`, post({ from: 'publish' }));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ run, replay: 1, from: 'publish', href: `/api/v1/runs/${run}` });
    const again = await status.settled(run);
    expect(again).toMatchObject({ status: 'sealed', replay: 1, version });
    const plain = await status.app.request(`/api/v1/runs/${run}/replays`, post());
    expect(await plain.json()).toMatchObject({ replay: 2, from: 'ingest' });
    await status.settled(run);
    expect((await ask(status, '/runs', RunPage)).body.runs[0]).toMatchObject({ replay: 2, version });
    expect(await ask(status, `/runs/${run}/cancellation`, Problem, post())).toMatchObject({
      status: 409,
      body: { code: 'RUN_ENDED' },
    });
    // Never taken for "from the beginning" because it was not read.
    for (const headers of [
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'text/plain' },
      {},
    ]) {
      const init = { method: 'POST', headers, body: Buffer.from('{"from":"publish"}') };
      expect((await ask(status, `/runs/${run}/replays`, Problem, init)).status).toBe(415);
    }
    expect((await ask(status, `/runs/${run}/replays`, Problem, post({ from: 'x' }))).body.problems).toEqual([
      { place: 'body.from', message: expect.any(String) },
    ]);
  });

  test('a stage cannot be replayed from where the one before it is not done', async () => {
    const status = await openTestStatus();
    const run = await status.upload('river/b.csv', 'time\n');
    await status.settled(run);
    const { body } = await ask(status, `/runs/${run}`, RunReceipt);
    expect(body).toMatchObject({
      status: 'rejected',
      ms: expect.any(Number),
      replayableFrom: ['ingest'],
      stages: [
        {
          status: 'rejected',
          finishedAt: expect.any(String),
          ms: expect.any(Number),
          parts: [{ status: 'failed', ms: expect.any(Number), error: { code: body.error?.code } }],
        },
        { status: 'waiting' },
        { status: 'waiting' },
        { status: 'waiting' },
      ],
    });
    expect(await ask(status, `/runs/${run}/replays`, Problem, post({ from: 'aggregate' }))).toMatchObject({
      status: 409,
      body: { code: 'STAGE_NOT_DONE', remedy: 'replay it from ingest' },
    });
  });

  test('a cancelled run is taken up by no stage, until it is replayed', async () => {
    const { ingest, release } = heldIngest();
    const status = await openTestStatus({ stages: [ingest] });
    const run = await status.upload('town/a.csv', readings());
    await expect
      .poll(async () => (await status.get(`/api/v1/runs/${run}`)).body)
      .toMatchObject({
        status: 'running',
        cancellable: true,
      });
    const cancelled = await ask(status, `/runs/${run}/cancellation`, RunSummary, post());
    expect(cancelled).toMatchObject({ status: 202, body: { status: 'cancelled', stage: 'ingest' } });
    expect((await ask(status, `/runs/${run}/cancellation`, RunSummary, post())).status).toBe(202);
    expect((await ask(status, '/runs?status=cancelled', RunPage)).body.total).toBe(1);
    release();
    // Ingest finishes its task; the stages after it find the run cancelled.
    await expect.poll(async () => (await status.backend.queues.transform.depth()).visible).toBe(1);
    const rest = await openTestStatus({ dataDir: status.backend.dataDir });
    await expect.poll(async () => (await rest.backend.queues.transform.depth()).oldestAgeMs).toBe(0);
    expect((await ask(status, `/runs/${run}`, RunReceipt)).body).toMatchObject({
      status: 'cancelled',
      cancellable: false,
      error: { code: 'RUN_CANCELLED' },
    });
    const replayed = await status.app.request(`/api/v1/runs/${run}/replays`, post());
    expect(replayed.status).toBe(202);
    const { body } = await ask(status, `/runs/${run}`, RunReceipt);
    expect(body).toMatchObject({ replay: 1 });
    expect(body.status).not.toBe('cancelled');
  });
});

/** An ingest that does nothing until it is let go, and then hands on one part. */
const heldIngest = (): { ingest: Stage; release: () => void } => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let first = true;
  return {
    release: () => {
      first = false;
      release();
    },
    ingest: {
      name: 'ingest',
      run: async () => {
        await held;
        if (first) throw new Error('not held');
        return { outputs: [], parts: 1, result: {} };
      },
    },
  };
};
