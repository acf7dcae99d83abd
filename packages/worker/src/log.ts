import { type DestinationStream, type Logger, pino } from 'pino';
import { lineWithoutValues } from './line-without-values.ts';

export type { Logger } from 'pino';

/** One JSON line an entry, without the values that users sent. */
export const createLog = (
  service: string,
  level: string,
  destination: DestinationStream = pino.destination(1),
): Logger =>
  pino(
    { level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => destination.write(lineWithoutValues(line)) },
  );
