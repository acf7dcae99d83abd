import { quarantineOf } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import {
  CUT_BYTES,
  notedReadings,
  startCuttingIngest,
  startOthers,
  WHOLE,
  whatItGave,
} from '../support/cut-runs.ts';
import { shareClaims } from '../support/share-claims.ts';
import { uploadText } from '../support/upload.ts';

test('workers that read one file in cuts make the version of one that reads it whole', async () => {
  const text = await notedReadings();
  const alone = await makeBackend();
  await startCuttingIngest(alone, WHOLE, 'alone');
  await startOthers(alone);
  const whole = await settled(alone, await uploadText(alone, 'meters/a.csv', text));
  expect(whole.status).toBe('sealed');
  expect(quarantineOf(whole)).toBeDefined();

  const shared = await makeBackend();
  for (const worker of ['one', 'two', 'three']) await startCuttingIngest(shared, CUT_BYTES, worker);
  await startOthers(shared);
  const run = await uploadText(shared, 'meters/a.csv', text);
  const inCuts = await settled(shared, run);
  expect(await whatItGave(shared, inCuts)).toEqual(await whatItGave(alone, whole));
  const claims = await shareClaims(shared, run);
  expect(claims.length).toBe(Math.floor(Buffer.byteLength(text) / CUT_BYTES));
  expect(claims.map(({ by }) => by)).toContain('worker');
});
