import { signal } from '@preact/signals';
import type { Pipeline, StageName } from '@wattline/api';

/** What the sparklines span. */
export const HISTORY_MS = 2 * 60_000;

export interface PipelineMoment {
  readonly at: number;
  /** Waiting and in flight together. */
  readonly load: Readonly<Partial<Record<StageName, number>>>;
}

export const pipelineHistory = signal<readonly PipelineMoment[]>([]);

/** Remembers the last minutes of what went by on the event stream. */
export const keepPipeline = ({ at, stages }: Pipeline): void => {
  const moment = {
    at: Date.parse(at),
    load: Object.fromEntries(stages.map(({ stage, waiting, inFlight }) => [stage, waiting + inFlight])),
  };
  const kept = pipelineHistory.value.filter((one) => one.at > moment.at - HISTORY_MS && one.at < moment.at);
  pipelineHistory.value = [...kept, moment];
};
