import { gunzipSync, gzipSync } from 'node:zlib';
import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import type { StoreName } from '@wattline/backend-contract';
import { topology } from '@wattline/topology';
import { pinVersion, requestDeletion, type Stores, stageNames } from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';
import { openAwsBackend } from '../support/aws-backend.ts';
import { ended } from '../support/ended.ts';
import { csvOf, dayOf, ENTITY, eraseTown, TOWN } from '../support/erase-town.ts';
import { makeFolder } from '../support/folder.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { uploadText } from '../support/upload.ts';

const spec = 'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\n';

/** Versions in all buckets that have the name in their key or their bytes, old ones too. */
const versionsWith = async (stores: Stores, word: string): Promise<string[]> => {
  const found: string[] = [];
  for (const [name, store] of Object.entries(stores) as [StoreName, Stores[StoreName]][])
    for await (const { key, versionId, isCurrent } of store.versions('')) {
      const { body = new Uint8Array() } =
        (await store.get(key, versionId === undefined ? {} : { versionId })) ?? {};
      const bytes = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : Buffer.from(body);
      if (key.includes(word) || bytes.includes(word)) found.push(`${name} ${key} ${isCurrent}`);
    }
  return found;
};

onLocalStack('an erasure on S3', (endpoint) => {
  test('removes old versions of objects too, and the dataset goes on', async () => {
    const config = localstackConfig(endpoint);
    const { prefix, s3, sqs } = config;
    await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
    const backend = openAwsBackend(config);
    onTestFinished(() => backend.close());
    const { stores } = backend;
    for (const stage of stageNames)
      startStageProcess(stage, {
        WATTLINE_PREFIX: prefix,
        AWS_REGION: s3.region,
        WATTLINE_ENDPOINT: endpoint,
      });
    const upload = async (name: string, body: string | Uint8Array, own?: string) =>
      ended(backend, await uploadText(backend, `${TOWN}/${name}`, body, own));
    const first = await upload('1.csv', csvOf(dayOf(0, ['M1', 'M2'])), spec);
    const second = await upload('2.csv', csvOf(dayOf(24, ['M1', ENTITY])));
    await upload('2.csv', csvOf(dayOf(24, ['M1', ENTITY], 7)));
    await upload('3.csv.gz', gzipSync(csvOf(dayOf(48, ['M2', ENTITY]))));
    await upload(`${ENTITY}.csv`, csvOf(dayOf(72, [ENTITY])));
    await pinVersion(stores, TOWN, second.version ?? '');
    // What a sweep or a mishap deleted is kept by the bucket.
    await stores.results.put(`reports/${TOWN}/version=old/profile.json`, JSON.stringify({ of: ENTITY }));
    await stores.results.delete(`reports/${TOWN}/version=old/profile.json`);
    expect((await versionsWith(stores, ENTITY)).length).toBeGreaterThan(20);

    const { run } = await requestDeletion(stores, TOWN, { entity: ENTITY }, 'Ada', { dropFiles: false });
    expect(await ended(backend, run)).toMatchObject({ status: 'sealed' });
    expect(await eraseTown(backend, await makeFolder())).toMatchObject([{ run, traces: [] }]);
    expect(await versionsWith(stores, ENTITY)).toEqual([]);
    expect(await ended(backend, first.run)).toMatchObject({ status: 'sealed' });
    expect(await upload('4.csv', csvOf(dayOf(96, ['M1'])))).toMatchObject({
      status: 'sealed',
      ingested: { dataset: { uploads: 5 } },
    });
  });
});
