import { isDeepStrictEqual } from 'node:util';
import type { RowsAnswer } from '@wattline/api';
import { latestVersion } from '@wattline/worker';
import { expect, test } from 'vitest';
import { openChainInProcess } from '../chain/history-fuzz/chain-in-process.ts';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { type ServiceProcess, startServeProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { createRandom } from './random.ts';
import { readVersion, type SealedRow } from './sealed-rows.ts';

/** How often the process is killed, each time after so many hours were posted. */
const KILLS = Number(process.env.WATTLINE_SERVE_KILLS ?? 4);
const HOURS_A_KILL = 6;
const HOURS = (KILLS + 1) * HOURS_A_KILL;
const READERS = 3;
/** Requests of each reader, at most, while an hour of readings is posted. */
const READS_AN_HOUR = 100;
/** So many hours before what is posted are asked for: the first of them are known in part. */
const HOURS_BEFORE = 48;

const HOUR = 3_600_000;
const STEP = 600_000;
const FROM = Date.UTC(2024, 2, 20);
/** Of a change of clocks, the last days before it are sealed, and the day itself is posted. */
const SEALED_UNTIL = FROM + 10 * 24 * HOUR;
const UNTIL = SEALED_UNTIL + HOURS * HOUR;
const METERS = ['a', 'b'];

const SPEC = JSON.stringify({
  time: { column: 'time', format: 'iso', zone: 'Europe/Paris', cadence: '10m' },
  entity: 'meter',
  values: { load: { aggregate: ['mean', 'max', 'std'] } },
  interval: '1h',
  lags: { by: ['1h', '24h'], clock: 'wall' },
  rolling: { windows: ['24h'] },
  scaling: { method: 'standard' },
});

interface Reading {
  readonly time: string;
  readonly meter: string;
  readonly load: string;
}

const readingAt = (meter: string, at: number): Reading => {
  const random = createRandom(at / STEP + METERS.indexOf(meter) * 7_919);
  return { time: new Date(at).toISOString(), meter, load: String(random.share() * 100) };
};

const readingsOf = (meter: string, from: number, until: number): Reading[] =>
  Array.from({ length: (until - from) / STEP }, (_, i) => readingAt(meter, from + i * STEP));

const csvOf = (from: number, until: number): string =>
  [
    'time,meter,load',
    ...METERS.flatMap((meter) => readingsOf(meter, from, until)).map((one) => Object.values(one).join(',')),
  ].join('\n');

type Row = RowsAnswer['rows'][number];

interface Given {
  readonly isScaled: boolean;
  readonly row: Row;
}

/** A service that is killed, and started again, while others ask it. */
const startKillable = async (environment: Record<string, string>) => {
  let running: ServiceProcess = await startServeProcess(environment);
  let failed = 0;
  const given: Given[] = [];
  const ask = async (body: { scaled?: boolean }): Promise<RowsAnswer | undefined> => {
    try {
      const response = await fetch(`${running.url}/api/v1/datasets/town/rows`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as RowsAnswer;
      expect({ status: response.status, answer }).toMatchObject({ status: 200 });
      for (const row of answer.rows) given.push({ isScaled: body.scaled ?? true, row });
      return answer;
    } catch (error) {
      // It died of being killed, and of nothing else: then there is no answer.
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      failed += 1;
      return undefined;
    }
  };
  return {
    ask,
    given,
    failed: () => failed,
    stop: () => running.stop(),
    killAndStart: async () => {
      await running.kill();
      running = await startServeProcess(environment);
    },
  };
};

test('killed and started again under load, while versions change: no answer is wrong, and what was stored is sealed', {
  timeout: 600_000 + KILLS * 120_000,
}, async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend, { turns: 'together' });
  const first = await uploadText(backend, 'town/0.csv', csvOf(FROM, SEALED_UNTIL), SPEC);
  expect((await settled(backend, first)).status).toBe('sealed');
  const service = await startKillable({
    WATTLINE_DATA_DIR: backend.dataDir,
    WATTLINE_LOG_LEVEL: 'info',
    WATTLINE_SERVE_POLL_MS: '50',
    WATTLINE_SERVE_STORE_MS: '20',
  });
  const runs = new Set<string>();
  const posted = new Map(METERS.map((meter) => [meter, SEALED_UNTIL]));
  const hoursPosted = (): number => Math.min(...[...posted.values()].map((at) => (at - SEALED_UNTIL) / HOUR));

  /** Posts an hour after the other; where there was no answer, from where the service says that it is. */
  const post = async (meter: string): Promise<void> => {
    let from = SEALED_UNTIL;
    while (from < UNTIL) {
      const readings = readingsOf(meter, from, from + HOUR);
      const answer = await service.ask({ readings, store: true } as object);
      if (answer !== undefined) {
        expect(answer.stored?.rows).toBe(readings.length);
        for (const { run } of answer.stored?.files ?? []) runs.add(run);
        from += HOUR;
        posted.set(meter, Math.max(from, posted.get(meter) ?? 0));
        continue;
      }
      const found = await until('there is an answer again', () => service.ask({ entity: meter } as object));
      const newest = found.rows[0]?.newestReading;
      from = newest == null ? SEALED_UNTIL : Date.parse(newest) + STEP;
      from -= (from - FROM) % HOUR;
    }
  };
  let isOver = false;
  const read = async (seed: number): Promise<void> => {
    const random = createRandom(seed);
    for (let reads = 0; !isOver; reads += 1) {
      await until('more is posted', () => isOver || reads < READS_AN_HOUR * (hoursPosted() + 1));
      const entity = random.oneOf(['a', 'b']);
      const at = new Date(SEALED_UNTIL - HOUR * random.between(-HOURS, HOURS_BEFORE)).toISOString();
      await service.ask({ entity, at, scaled: random.isTrue(0.5) } as object);
    }
  };
  const kill = async (): Promise<void> => {
    for (let kills = 1; kills <= KILLS; kills += 1) {
      await until('more is posted', () => hoursPosted() >= kills * HOURS_A_KILL - 2);
      await service.killAndStart();
    }
  };
  const reading = Array.from({ length: READERS }, (_, i) => read(i + 1));
  await Promise.all([...METERS.map(post), kill()]);
  for (const run of runs) await settled(backend, run);
  const version = (await latestVersion(backend.stores.features, 'town')) ?? '';
  await until(
    'the last version is served',
    async () => (await service.ask({ entity: 'a' } as object))?.version === version,
  );
  isOver = true;
  await Promise.all(reading);
  expect(await service.stop()).toBe(0);

  // Nothing is lost, and nothing is there twice: it is the version of the same readings in two files.
  const chain = await openChainInProcess();
  try {
    await chain.putSpec(SPEC);
    const whole = [csvOf(FROM, SEALED_UNTIL), csvOf(SEALED_UNTIL, UNTIL)];
    let wanted: string | undefined;
    for (const [i, text] of whole.entries())
      wanted = (await chain.take(await chain.put(`${i}.csv`, text, new Date(i)))).version;
    expect(version).toBe(wanted);
  } finally {
    await chain.close();
  }

  // Plain features are those of the last version; scaled ones those of the version that the answer names, where that had
  // all readings that the row is made of: a file may be in a version before the one with the hour before it is.
  const keyOf = (entity: string, at: number): string => `${entity} ${at}`;
  const byKey = (rows: readonly SealedRow[]) => new Map(rows.map((row) => [keyOf(row.entity, row.at), row]));
  const readSealed = async (of: string) => {
    const { plain, scaled } = await readVersion(backend, 'town', of);
    return { plain: byKey(plain), scaled: byKey(scaled) };
  };
  const last = await readSealed(version);
  const sealedAs = new Map([[version, last]]);
  let [compared, whole, early] = [0, 0, 0];
  for (const { isScaled, row } of service.given) {
    const key = keyOf(row.entity, Date.parse(row.event_timestamp));
    if (isScaled && !sealedAs.has(row.version)) sealedAs.set(row.version, await readSealed(row.version));
    const own = isScaled ? sealedAs.get(row.version) : last;
    const sealed = isScaled ? own?.scaled.get(key) : last.plain.get(key);
    // Later than what its version was sealed from: no sealed row has this scale.
    if (sealed === undefined) continue;
    if (!isDeepStrictEqual(own?.plain.get(key), last.plain.get(key))) {
      early += 1;
      continue;
    }
    const columns = Object.keys(row.values).filter((name) => row.history[name] === 'complete');
    const wrong = columns.filter((name) => !Object.is(row.values[name], sealed.values[name]));
    expect({ row, wrong, sealed: wrong.length === 0 ? undefined : sealed }).toMatchObject({ wrong: [] });
    compared += columns.length;
    if (columns.length === Object.keys(row.values).length) whole += 1;
  }
  const versions = new Set(service.given.map(({ row }) => row.version));
  process.stdout.write(
    `${service.given.length} answers of ${versions.size} versions, ${service.failed()} requests without one over ${KILLS} kills; ${compared} values compared, ${whole} rows whole, ${early} of versions before the hour before\n`,
  );
  expect(versions.size).toBeGreaterThan(2);
  expect(whole).toBeGreaterThan(100);
  // A kill in the middle of requests, not between them.
  expect(service.failed()).toBeGreaterThan(KILLS);
});
