import { type IngestStageOptions, ingestStage } from '@wattline/ingest-stage';
import type { Stage } from '@wattline/worker';
import { type RunProcess, stageInProcess } from './run-process.ts';

/** The same stages that the services run, computed in the process beside this one. */
export const allStages = (
  options: Omit<IngestStageOptions, 'reader'> & { readonly process: RunProcess },
): readonly Stage[] => [
  ingestStage({ ...options, reader: options.process }),
  stageInProcess('transform', options.process),
  stageInProcess('aggregate', options.process),
  stageInProcess('publish', options.process),
];
