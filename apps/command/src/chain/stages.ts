import { aggregateStage } from '@wattline/aggregate';
import { type IngestStageOptions, ingestStage } from '@wattline/ingest';
import { publishStage } from '@wattline/publish';
import { transformStage } from '@wattline/transform';
import type { Stage } from '@wattline/worker';

/** The same stages that the services run, for a chain inside this process. */
export const allStages = (options: IngestStageOptions): readonly Stage[] => [
  ingestStage(options),
  transformStage(),
  aggregateStage(),
  publishStage(),
];
