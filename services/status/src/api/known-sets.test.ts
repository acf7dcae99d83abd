import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const HOURS = 48;
const readings = `time,meter,load\n${Array.from({ length: HOURS }, (_, hour) => `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString()},a,${hour % 7}\n`).join('')}`;

const ask = ({ app }: TestStatus, name: string, after: string, method = 'GET') =>
  app.request(`/api/v1/datasets/${name}/known-sets.zip?after=${after}`, { method });

const codeOf = async (response: Response): Promise<string> => Problem.parse(await response.json()).code;

/** As if the dataset had had its upload with its last reading. */
const uploadedEarly = async ({ backend }: TestStatus): Promise<void> => {
  const { results } = backend.stores;
  const key = 'datasets/town/log/000001.json';
  const entry = JSON.parse(new TextDecoder().decode((await results.get(key))?.body)) as object;
  await results.put(key, JSON.stringify({ ...entry, at: '2024-01-02T12:00:00.000Z' }));
};

test('known sets are an archive that is made for the answer, and leaves nothing', async () => {
  const status = await openTestStatus();
  await status.settled(await status.upload('town/a.csv', readings));
  await uploadedEarly(status);
  const response = await ask(status, 'town/versions/latest', '6h');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(response.headers.get('content-disposition')).toMatch(/town-\w+-known-6h\.zip/);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  for (const name of ['known.json', 'preprocessor.json', 'training/train.parquet'])
    expect(bytes.includes(name), name).toBe(true);
  const folder = join(status.backend.scratch, 'known-sets');
  await expect.poll(() => readdir(folder)).toEqual([]);
  expect(Buffer.from(await (await ask(status, 'town/versions/latest', '6h')).arrayBuffer())).toEqual(bytes);

  // Two that nobody reads on hold their places, and give them back when whoever asked goes away.
  const held = await Promise.all([
    ask(status, 'town/versions/latest', '6h'),
    ask(status, 'town/versions/latest', '6h'),
  ]);
  expect(held.map((one) => one.status)).toEqual([200, 200]);
  const refused = await ask(status, 'town/versions/latest', '6h');
  expect([refused.status, await codeOf(refused)]).toEqual([503, 'KNOWN_SETS_BUSY']);
  await Promise.all(held.map((one) => one.body?.cancel()));
  await expect.poll(() => readdir(folder)).toEqual([]);
  expect((await ask(status, 'town/versions/latest', '6h', 'HEAD')).status).toBe(200);
});

test('what cannot be known is refused with its reason', async () => {
  const status = await openTestStatus();
  await status.settled(await status.upload('town/a.csv', readings));
  for (const [name, after, code, number] of [
    ['town/versions/latest', 'soon', 'DURATION_INVALID', 400],
    ['town/versions/latest', '1d', 'NOTHING_KNOWN', 422],
    ['town/versions/none', '1d', 'VERSION_UNKNOWN', 404],
  ] as const) {
    const response = await ask(status, name, after);
    expect([response.status, await codeOf(response)]).toEqual([number, code]);
  }
  const folder = join(status.backend.scratch, 'known-sets');
  await access(folder);
  expect(await readdir(folder)).toEqual([]);
});
