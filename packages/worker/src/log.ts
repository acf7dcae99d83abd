import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** One JSON line an entry. */
export const createLog = (service: string, level: string, destination?: DestinationStream): Logger =>
  pino(
    { level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime },
    ...(destination === undefined ? [] : [destination]),
  );
