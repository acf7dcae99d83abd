import { aggregateStage } from '@wattline/aggregate';
import type { LocalBackend } from '@wattline/bootstrap';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { publishStage } from '@wattline/publish';
import { transformStage } from '@wattline/transform';
import { startWorker, type WorkerSettings } from './worker.ts';

/** The real stages, in this process. */
export const startEngineWorkers = async (backend: LocalBackend, settings?: WorkerSettings): Promise<void> => {
  const stages = [
    ingestStage({ rowsPerPart: 1_000_000, reader: openIngestReader({ slots: 2 }), piecesFromRows: 1 }),
    transformStage(),
    aggregateStage(),
    publishStage(),
  ];
  for (const stage of stages) await startWorker(backend, stage, settings);
};
