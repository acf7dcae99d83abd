import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LocalBackend } from '@wattline/bootstrap';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { beginErasure, csvOf, dayOf, ENTITY, TOWN } from '../support/erase-town.ts';
import { makeFolder } from '../support/folder.ts';
import { filesWith } from '../support/trace-search.ts';
import { uploadText } from '../support/upload.ts';

const script = fileURLToPath(new URL('../support/erase-until-killed.ts', import.meta.url));
const spec =
  'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\nquarantine: { maxFraction: 0.5 }\npartition: { entityBuckets: 2, period: month }\n';

/** A town in which an erasure has begun. */
const begun = async (): Promise<string> => {
  const dataDir = await makeFolder();
  const backend = await makeBackend({ dataDir });
  await startEngineWorkers(backend);
  const upload = async (name: string, body: string, first = false): Promise<unknown> =>
    settled(backend, await uploadText(backend, `${TOWN}/${name}`, body, first ? spec : undefined));
  await upload('1.csv', csvOf(dayOf(0, ['M1', ENTITY])), true);
  await upload('2.csv', `${csvOf(dayOf(24, ['M1', ENTITY]))}2024-01-09T99:00:00Z,${ENTITY},1\n`);
  await upload(`${ENTITY}.csv`, csvOf(dayOf(48, [ENTITY])));
  expect((await beginErasure(backend)).status).toBe('sealed');
  return dataDir;
};

/** Runs the erasure in a process; gives how many changes it made, or undefined where it was killed after the n-th. */
const erase = async (dataDir: string, nth = 0, aheadMs = 0): Promise<number | undefined> => {
  const scratch = join(dataDir, 'scratch');
  await mkdir(scratch, { recursive: true });
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--no-warnings',
      script,
      dataDir,
      scratch,
      String(nth),
      String(aheadMs),
    ]);
    return Number(stdout);
  } catch (error) {
    expect(error).toMatchObject({ signal: 'SIGKILL' });
    return undefined;
  }
};

const stateOf = async ({ stores }: LocalBackend): Promise<string[]> => {
  const found: string[] = [];
  // When a sweep was, and until when it had the time, differ.
  for (const [name, store] of Object.entries(stores))
    for await (const { key, etag } of store.versions(''))
      if (!/sweep\.json$|log\/000005\.json$/.test(key)) found.push(`${name} ${key} ${etag}`);
  return found.sort();
};

const namesLeft = async (dataDir: string): Promise<string[]> =>
  (await filesWith(dataDir, ENTITY)).filter(
    (path) => !path.startsWith('queues.db') && !path.startsWith('scratch'),
  );

test('an erasure that is killed after any of its changes goes on, to the same end', async () => {
  const template = await begun();
  const copied = async (): Promise<string> => {
    const dataDir = join(await makeFolder(), 'data');
    await cp(template, dataDir, { recursive: true, preserveTimestamps: true });
    return dataDir;
  };
  const whole = await copied();
  const changes = (await erase(whole)) ?? 0;
  expect(changes).toBeGreaterThan(30);
  expect(await namesLeft(whole)).toEqual([]);
  const expected = await stateOf(await makeBackend({ dataDir: whole }));
  // Every n-th place; all of them with 1, which takes two minutes.
  const step = Number(process.env.WATTLINE_ERASE_STEP ?? 16);
  const kills = Array.from({ length: changes }, (_, index) => index + 1).filter((nth) => nth % step === 0);
  for (const nth of kills) {
    const dataDir = await copied();
    expect(await erase(dataDir, nth)).toBeUndefined();
    // Later: what was killed may hold the lease of a sweep.
    await erase(dataDir, 0, 200_000);
    expect([nth, await namesLeft(dataDir)]).toEqual([nth, []]);
    expect([nth, await stateOf(await makeBackend({ dataDir }))]).toEqual([nth, expected]);
  }
}, 1_800_000);
