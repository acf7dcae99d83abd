import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  announceEntries,
  DatasetEvent,
  pinVersion,
  sweepDataset,
  unpinVersion,
  WattlineEvent,
} from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { beginErasure, csvOf, dayOf, ENTITY, eraseTown, TOWN } from '../support/erase-town.ts';
import { makeFolder } from '../support/folder.ts';
import { uploadText } from '../support/upload.ts';

const spec = 'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\n';

test('pins, sweeps and erasures are events, each with one id however often it is sent', async () => {
  const backend = await makeBackend();
  const { stores } = backend;
  await startEngineWorkers(backend);
  const announce = announceEntries(backend);
  const upload = async (name: string, meters: readonly string[]) =>
    (await settled(backend, await uploadText(backend, `${TOWN}/${name}`, csvOf(dayOf(0, meters)), spec)))
      .version ?? '';
  const first = await upload('1.csv', ['M1']);
  const second = await upload('2.csv', ['M2', ENTITY]);
  const third = await upload('3.csv', ['M3']);
  const heard = async (): Promise<DatasetEvent[]> => {
    const events: DatasetEvent[] = [];
    for (const { body } of await backend.queues.events.peek(500)) {
      const event = DatasetEvent.safeParse(JSON.parse(body)).data;
      if (event !== undefined) events.push(event);
    }
    await backend.queues.events.purge();
    return events;
  };
  await heard();

  const options = { name: 'paper', by: 'Ada', announce };
  expect(await pinVersion(stores, TOWN, first, options)).toBe(true);
  expect(await pinVersion(stores, TOWN, first, options)).toBe(false);
  const [pinned, again, ...others] = await heard();
  expect(others).toEqual([]);
  expect(pinned).toEqual(again);
  expect(pinned).toMatchObject({
    id: `${TOWN}/4/wattline.version.pinned`,
    type: 'wattline.version.pinned',
    subject: TOWN,
    data: { dataset: TOWN, entry: 4, version: first, name: 'paper', by: 'Ada' },
  });
  expect(await unpinVersion(stores, TOWN, first, { announce })).toBe(true);
  expect(await heard()).toMatchObject([
    { type: 'wattline.version.unpinned', data: { version: first, entry: 5 } },
  ]);

  const sweep = () =>
    sweepDataset({ stores, dataset: TOWN, keep: { versions: 2 }, isBusy: async () => false, announce });
  await sweep();
  await sweep();
  expect(await heard()).toMatchObject([
    { type: 'wattline.versions.swept', data: { entry: 6, versions: [first] } },
  ]);

  const { run } = await beginErasure(backend);
  const bodies = (await backend.queues.events.peek(500)).map(({ body }) => body);
  const ofRun = bodies.flatMap((body) => WattlineEvent.safeParse(JSON.parse(body)).data ?? []);
  const types = ofRun.filter(({ data }) => data.run === run).map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(['wattline.deletion.received', 'wattline.feature-set.published']);
  expect(types).not.toContain('wattline.upload.received');
  expect(bodies.join('')).not.toContain(ENTITY);
  await heard();
  const scratch = join(await makeFolder(), 'scratch');
  await mkdir(scratch, { recursive: true });
  await eraseTown(backend, scratch, Date.now, announce);
  const erased = await heard();
  expect(erased).toMatchObject([
    { type: 'wattline.versions.swept', data: { entry: 8, versions: [second, third].sort() } },
    { type: 'wattline.entity.erased', data: { entry: 7, run } },
  ]);
  expect(JSON.stringify(erased)).not.toContain(ENTITY);
});
