import { aggregateStage } from '@wattline/aggregate';
import { checkAws } from '@wattline/backend-aws';
import type { LocalBackend } from '@wattline/bootstrap';
import { TransientError } from '@wattline/errors';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { publishStage } from '@wattline/publish';
import { storesOf, topology } from '@wattline/topology';
import { transformStage } from '@wattline/transform';
import { type Receipt, type Stage, type StageName, stageNames } from '@wattline/worker';
import { makeBackend, settled } from '../../support/backend.ts';
import { uploadText } from '../../support/upload.ts';
import { startWorker } from '../../support/worker.ts';

export const SPEC = 'time: { column: time }\nvalues: { load: {} }\nquarantine: { maxFraction: 0.1 }\n';

/** Hourly readings, the eighth of them unreadable. */
const readings = (days: number): string => {
  const rows = Array.from({ length: days * 24 }, (_, hour) => {
    const at = new Date(Date.UTC(2026, 2, 1, hour)).toISOString().slice(0, 19);
    return `${at},${hour === 7 ? 'broken' : hour}`;
  });
  return ['time,load', ...rows, ''].join('\n');
};

/** The stage, but that it fails each time for the dataset of this name. */
const failingFor = (stage: Stage, dataset: string): Stage => ({
  ...stage,
  run: async (work) => {
    if (work.run.dataset === dataset)
      throw new TransientError('TRIED_OUT', 'this dataset is there to fail', { remedy: 'none' });
    return stage.run(work);
  },
});

export const stages = (cutBytes?: number): Stage[] =>
  [
    ingestStage({
      rowsPerPart: 100,
      reader: openIngestReader({ slots: 2 }),
      ...(cutBytes !== undefined && { cutBytes }),
    }),
    transformStage(),
    aggregateStage(),
    publishStage(),
  ].map((stage) => failingFor(stage, `failing-in-${stage.name}`));

export type Views = Readonly<Record<StageName, Pick<LocalBackend, 'stores' | 'queues'>>>;

/** Starts every stage's worker on its own view of one local backend. */
export const startStages = async (backend: LocalBackend, views: Views): Promise<void> => {
  // Of the shortest files too, each is read in cuts.
  for (const stage of stages(1_000)) {
    const { receives, sends, reads, writes } = topology.stages[stage.name];
    const needs = { stores: storesOf({ reads, writes }), queues: [receives, ...sends] };
    await checkAws(views[stage.name], needs);
    await startWorker({ ...backend, ...views[stage.name] }, stage, { maxFailures: 2 });
  }
};

export const makeExercised = (): Promise<LocalBackend> => makeBackend();

/** Has each stage do all that it ever does: seal, seal again, quarantine, reject, fail, give up. Returns the receipts. */
export const exerciseStages = async (backend: LocalBackend): Promise<Record<string, Receipt['status']>> => {
  const found: Record<string, Receipt['status']> = {};
  const see = async (name: string, text: string, spec?: string): Promise<void> => {
    found[name] = (await settled(backend, await uploadText(backend, name, text, spec))).status;
  };
  await see('plant/first.csv', readings(10), SPEC);
  await see('plant/second.csv', readings(11), SPEC);
  await see('without-spec/readings.csv', readings(10).replace('broken', '7'));
  await see('empty/readings.csv', '');
  await Promise.all(stageNames.map((stage) => see(`failing-in-${stage}/readings.csv`, readings(10), SPEC)));
  return found;
};
