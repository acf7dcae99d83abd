import { readFile } from 'node:fs/promises';
import type { ObjectStore } from '@wattline/backend-contract';
import { StoreName } from '@wattline/topology';
import { stageNames } from '@wattline/worker';
import { expect } from 'vitest';
import { perUpload } from '../../../scripts/deploy/cost/per-upload.ts';
import { makeBackend, settled } from '../../support/backend.ts';
import { testWithReference } from '../../support/reference-data.ts';
import { until } from '../../support/until.ts';
import { uploadText } from '../../support/upload.ts';
import { startWorker } from '../../support/worker.ts';
import { stages } from '../permissions/exercise-stages.ts';
import { guardBackend } from '../permissions/guard-backend.ts';
import type { Request } from '../policy/evaluate.ts';

const arns = {
  buckets: { staging: 'staging', features: 'features', models: 'models', results: 'results' },
  queues: {
    ingest: 'ingest',
    transform: 'transform',
    aggregate: 'aggregate',
    publish: 'publish',
    events: 'events',
  },
};

const bytesIn = async (
  stores: Readonly<Record<StoreName, ObjectStore>>,
  isWork: boolean,
): Promise<number> => {
  let sum = 0;
  for (const name of StoreName.options)
    for await (const { key, bytes } of stores[name].list(''))
      if (key.startsWith('work/') === isWork) sum += bytes;
  return sum;
};

const isPut = ({ action }: Request): boolean => action === 's3:PutObject' || action === 's3:ListBucket';
const isGet = ({ action }: Request): boolean => /^s3:GetObject/.test(action);
testWithReference(
  'the cost of an upload is worked out from what an upload does',
  async ({ 'reference data': path }) => {
    const backend = await makeBackend();
    const asked: Request[] = [];
    const view = guardBackend(backend, arns, (requests) => asked.push(...requests));
    for (const stage of stages()) await startWorker({ ...backend, ...view }, stage);
    const text = await readFile(path);
    const run = await uploadText(
      backend,
      'reference/powerconsumption.csv',
      text,
      'preset: power-consumption\n',
    );
    expect((await settled(backend, run)).status).toBe('sealed');
    // The spec's notification is a message as well.
    const messages = stageNames.length + 1;
    await until(
      'every message is deleted',
      () => asked.filter(({ action }) => action === 'sqs:DeleteMessage').length === messages,
    );
    const count = (is: (request: Request) => boolean): number => asked.filter(is).length;
    const sent = count(({ action }) => action === 'sqs:SendMessage');
    const toEvents = count(({ action, resource }) => action === 'sqs:SendMessage' && resource === 'events');
    const deleted = count(({ action }) => action === 'sqs:DeleteMessage');
    expect({
      s3Puts: count(isPut),
      s3Gets: count(isGet),
      // A poll that brings nothing is not an upload's. The status service receives and deletes the messages of `events`.
      sqsRequests: sent + 2 * deleted + 2 * toEvents,
    }).toEqual({ s3Puts: perUpload.s3Puts, s3Gets: perUpload.s3Gets, sqsRequests: perUpload.sqsRequests });
    const tenths = (bytes: number): number => Math.round(bytes / 1e5);
    expect(tenths(await bytesIn(backend.stores, false))).toBe(tenths(perUpload.keptBytes));
    expect(tenths(await bytesIn(backend.stores, true))).toBe(tenths(perUpload.passingBytes));
  },
);
