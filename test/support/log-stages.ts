import { readFile } from 'node:fs/promises';
import { RejectedError } from '@wattline/errors';
import { featureSetPlaces, type Stage, type StageName } from '@wattline/worker';
import { type JoinedEntry, joinedEntries, latestOrder } from '@wattline/worker/stage';
import { z } from 'zod';

const Joined = z.object({
  version: z.string(),
  names: z.array(z.string()),
  dataset: z.object({ entry: z.int() }),
});

/** Where a file of this text makes its own run end. */
const endsAt = (text: string, stage: StageName): void => {
  if (text === `rejected by ${stage}`)
    throw new RejectedError('NOT_WANTED', `the file is to be rejected by ${stage}`, { remedy: 'none' });
  if (text === `failing in ${stage}`) throw new Error(`the file is to fail in ${stage}`);
};

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

const namesOf = (entries: readonly JoinedEntry[]): string[] =>
  [...new Set(entries.map(({ upload }) => nameOf(upload.key)))].sort();

/**
 * A chain that makes of a dataset a list of its files' names, by its log and nothing else: to show how uploads become
 * versions. What a file says decides how its own run ends.
 */
export const logStages: Record<StageName, Stage> = {
  ingest: {
    name: 'ingest',
    run: async ({ run, replay, inputs, dataset }) => {
      if (dataset === undefined) throw new Error('the stage that takes uploads has their dataset');
      const text = await readFile(inputs[0]?.path ?? '', 'utf8');
      endsAt(text, 'ingest');
      for (;;) {
        const entries = await dataset.entries();
        const own = entries.find((one) => 'replay' in one && one.run === run.run && one.replay === replay);
        const { key, order } = run.upload;
        const joining = {
          type: 'upload' as const,
          entry: own?.entry ?? entries.length + 1,
          at: new Date().toISOString(),
          replay,
          run: run.run,
          upload: { key, order },
          readings: [],
          facts: {},
          again: [],
        };
        const names = namesOf([
          ...joinedEntries(entries.slice(0, joining.entry - 1)),
          { ...joining, version: '' },
        ]);
        const version = names.join('+');
        const result = { version, text, names, dataset: { entry: joining.entry } };
        if (own !== undefined || (await dataset.append({ ...joining, version })))
          return { outputs: [], parts: 1, result };
      }
    },
  },
  transform: { name: 'transform', run: async ({ ingested }) => passOn(ingested, 'transform') },
  aggregate: { name: 'aggregate', run: async ({ ingested }) => passOn(ingested, 'aggregate') },
  publish: {
    name: 'publish',
    run: async ({ run, ingested }) => {
      passOn(ingested, 'publish');
      const { version, names, dataset } = Joined.parse(ingested?.result);
      const places = featureSetPlaces(run.dataset, version);
      const order = latestOrder(dataset.entry);
      return {
        outputs: [
          {
            ...places.manifest,
            body: JSON.stringify({
              dataset: run.dataset,
              version,
              names,
              spec: { time: {}, interval: '1h' },
              availability: {},
              columns: [],
              files: [],
            }),
          },
          { ...places.latest, pointer: { version, run: run.run, order } },
        ],
        result: { version, names, rows: names.length },
      };
    },
  },
};

const passOn = (ingested: Parameters<Stage['run']>[0]['ingested'], stage: StageName) => {
  endsAt(String(ingested?.result.text), stage);
  return { outputs: [], result: {} };
};
