import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAws } from '@wattline/backend-aws';
import type { LocalBackend } from '@wattline/bootstrap';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { defaultKeepDays, QueueName, StoreName, storesOf, topology } from '@wattline/topology';
import {
  expectRun,
  listRuns,
  planVersion,
  readReceipt,
  replayRun,
  serviceKinds,
  sweepDataset,
} from '@wattline/worker';
import { makeFolder } from '../../support/folder.ts';
import { uploadText } from '../../support/upload.ts';

const someFile = async (): Promise<string> => {
  const path = join(await makeFolder(), 'some.csv');
  await writeFile(path, 'time,load\n');
  return path;
};

/** What a sweep of every dataset removes, in a year. */
const sweepAll = async (stores: LocalBackend['stores']): Promise<void> => {
  const runs: { run: string; atMs: number }[] = [];
  const datasets = new Set<string>();
  for await (const { run, dataset } of listRuns(stores)) {
    runs.push({ run, atMs: 0 });
    datasets.add(dataset);
  }
  for (const dataset of datasets) {
    const swept = await sweepDataset({
      stores,
      dataset,
      keep: { versions: 1 },
      isBusy: async () => false,
      now: () => Date.now() + 366 * 86_400_000,
      ages: { keepDays: defaultKeepDays, runs: async () => runs, kinds: serviceKinds },
    });
    if (swept.left !== undefined) throw new Error(`${dataset} is not swept: ${swept.left}`);
  }
};

/** What a spec would make: all that ingest reads, and nothing of what it writes. */
const plan = async (stores: LocalBackend['stores']): Promise<void> => {
  const stage = ingestStage({ rowsPerPart: 100, reader: openIngestReader({ slots: 1, warm: 0 }) });
  try {
    const specText =
      'time: { column: time }\nvalues: { load: { missing: ["3"] } }\nquarantine: { maxFraction: 0.1 }\n';
    const scratch = await makeFolder();
    const { signal } = new AbortController();
    const planned = await planVersion({ stores, dataset: 'plant', stage, specText, scratch, signal });
    // Two were uploaded, and one was posted.
    if (planned.rawFiles.length !== 3) throw new Error('the plan does not read all files again');
  } finally {
    await stage.close?.();
  }
};

/** What the status service does with stores and queues: watch, show, hand out, upload, replay, send dead letters again. */
export const exerciseStatus = async (view: Pick<LocalBackend, 'stores' | 'queues'>): Promise<void> => {
  const { stores, queues } = view;
  const { status } = topology.services;
  await checkAws(view, {
    stores: storesOf(status),
    queues: [...new Set([status.receives, ...status.sends, ...status.redrives])],
  });
  for (const name of StoreName.options) {
    for await (const { key } of stores[name].list('')) {
      await stores[name].get(key);
      break;
    }
    await stores[name].head('nowhere/to/be/found');
  }
  for await (const { run } of listRuns(stores)) {
    const receipt = await readReceipt(stores, run);
    const upload = receipt?.upload;
    if (upload?.versionId !== undefined)
      await stores.staging.get(upload.key, { versionId: upload.versionId });
  }
  const run = await uploadText(view, 'by-status/readings.csv', 'time,load\n');
  // What somebody uploads on the page, of any size.
  await stores.staging.putFile('staging-directory/by-status/large.csv', await someFile());
  for await (const known of listRuns(stores)) {
    if (known.run === run) continue;
    await replayRun(view, known.run);
    break;
  }
  for await (const uploaded of stores.staging.list('staging-directory/by-status/'))
    await expectRun(stores, 'by-status', uploaded);
  await plan(stores);
  await sweepAll(stores);
  // What a restoration moves.
  await stores.features.put('feature-sets/by-status/latest.json', '{}');
  for (const stage of status.sends) await queues[stage].send('{}');
  const [message] = await queues[status.receives].receive({ max: 1, waitMs: 0, visibilityMs: 1_000 });
  if (message === undefined) throw new Error('there is no event to be received');
  await queues[status.receives].changeVisibility(message, 1_000);
  await queues[status.receives].delete(message);
  for (const name of QueueName.options) {
    await queues[name].depth();
    await queues[name].deadLetters?.depth();
    await queues[name].deadLetters?.peek(10);
  }
  for (const name of status.redrives) {
    await queues[name].redrive();
    await queues[name].deadLetters?.purge();
  }
};
