import { stageEvent } from '@wattline/worker';

/** What is to be worked off: so many messages, some of which take long. */
export interface Load {
  readonly messages: number;
  /** Every so many is slow; 0 for none. */
  readonly slowEvery: number;
  readonly slowMs: number;
}

const isSlow = ({ slowEvery }: Load, index: number): boolean => slowEvery > 0 && index % slowEvery === 0;

/** The messages as Wattline's own, each of a run of its own; the run's name says whether it is slow. */
export const bodiesOf = (load: Load): string[] =>
  Array.from({ length: load.messages }, (_, index) =>
    JSON.stringify(
      stageEvent('wattline.readings.ingested', {
        run: `${isSlow(load, index) ? 'slow' : 'quick'}-${index}`,
        dataset: 'bench',
        replay: 0,
        part: 0,
        parts: 1,
        stage: 'ingest',
      }),
    ),
  );

/** A worker that works off one load once it is filled into its queue, as many messages at once as `atOnce`. */
export interface Worker {
  fill(bodies: readonly string[]): Promise<void>;
  /** Resolves when all messages are done and deleted. */
  workOff(load: Load, atOnce: number): Promise<void>;
  close(): Promise<void>;
}
