import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { topology } from '@wattline/topology';
import { expect, test } from 'vitest';
import { openLocalStores } from './open-local-stores.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('each store is a folder of its name; uploads are sent to the queue that the topology names', async () => {
  const folder = temporaryFolder();
  const sent: unknown[] = [];
  const stores = await openLocalStores({
    folder,
    topology,
    notify: async (queue, created) => {
      sent.push({ queue, ...created });
    },
  });
  expect((await stat(join(folder, 'staging/staging-directory'))).isDirectory()).toBe(true);
  const put = await stores.staging.put('staging-directory/meters/a b.csv', 'x');
  await stores.staging.put('elsewhere', 'x');
  for (const name of ['features', 'models', 'results'] as const) {
    expect(await stores[name].put('staging-directory/a', name)).not.toHaveProperty('versionId');
    expect((await stat(join(folder, name, 'staging-directory/a'))).isFile()).toBe(true);
  }
  const { key, bytes, etag, versionId, modifiedAt: at } = put;
  expect(sent).toEqual([
    { queue: 'ingest', bucket: 'staging', key, bytes, etag, versionId, sequencer: versionId, at },
  ]);
});
