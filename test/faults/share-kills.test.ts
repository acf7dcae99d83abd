import { gzipSync } from 'node:zlib';
import { shareFailpoints } from '@wattline/worker';
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
import { startStageProcess } from '../support/stage-processes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';
import { environment } from './kill-stages.ts';

test('a worker that dies with a cut of another one’s file costs nothing but time', async () => {
  const text = await notedReadings();
  const files = [
    { name: 'meters/a.csv', body: text },
    { name: 'meters/a.csv.gz', body: gzipSync(text) },
  ];
  for (const [index, point] of shareFailpoints.entries()) {
    const { name, body } = files[index % files.length] ?? { name: '', body: '' };
    const alone = await makeBackend();
    await startCuttingIngest(alone, WHOLE, 'alone');
    await startOthers(alone);
    const whole = await settled(alone, await uploadText(alone, name, body));
    expect(whole.status).toBe('sealed');

    const backend = await makeBackend();
    const died = Promise.withResolvers<void>();
    await startCuttingIngest(backend, CUT_BYTES, 'living', () => died.promise);
    await startOthers(backend);
    const run = await uploadText(backend, name, body);
    await until('the file is divided', async () => (await shareClaims(backend, run)).length > 0);
    const env = { ...environment(backend), WATTLINE_FAILPOINT: point, WATTLINE_CUT_BYTES: String(CUT_BYTES) };
    expect((await startStageProcess('ingest', env).ended).signal).toBe('SIGKILL');
    died.resolve();
    const receipt = await settled(backend, run);
    expect(await whatItGave(backend, receipt), point).toEqual(await whatItGave(alone, whole));
  }
});
