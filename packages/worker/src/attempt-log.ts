import type { ObjectStore } from '@wattline/backend-contract';
import { type Logger, multistream, pino, type StreamEntry, symbols } from 'pino';

/** So much of one attempt is kept. */
const MAX_BYTES = 256 * 1024;

export interface AttemptLog {
  /** Writes to the worker's log, and keeps each line. */
  readonly log: Logger;
  /** Keeps lines only: for what the worker's log reports in its own words. */
  readonly own: Logger;
  /** Puts the kept lines into the store. A store that fails is a warning in the worker's log. */
  save(store: ObjectStore, key: string): Promise<void>;
}

const streamOf = (log: Logger): StreamEntry['stream'] =>
  (log as unknown as Record<symbol, StreamEntry['stream']>)[symbols.streamSym] as StreamEntry['stream'];

const keepLines = () => {
  let bytes = 0;
  let dropped = 0;
  const lines: string[] = [];
  return {
    write: (line: string): void => {
      const size = Buffer.byteLength(line);
      if (dropped > 0 || bytes + size > MAX_BYTES) {
        dropped += 1;
        return;
      }
      bytes += size;
      lines.push(line);
    },
    text: (): string => {
      if (dropped === 0) return lines.join('');
      const end = {
        level: 40,
        time: new Date().toISOString(),
        msg: `${dropped} further lines are not kept`,
        dropped,
      };
      return `${lines.join('')}${JSON.stringify(end)}\n`;
    },
  };
};

/** The log of one attempt: the worker's own, with every line from `info` on kept besides, up to some size. */
export const openAttemptLog = (worker: Logger, bindings: Readonly<Record<string, unknown>>): AttemptLog => {
  const kept = keepLines();
  const base = { ...worker.bindings(), ...bindings };
  const timestamp = pino.stdTimeFunctions.isoTime;
  const outward: StreamEntry = {
    stream: streamOf(worker),
    level: worker.level as StreamEntry['level'] & string,
  };
  const entries = worker.level === 'silent' ? [] : [outward];
  const level = worker.isLevelEnabled('info') ? worker.level : 'info';
  return {
    log: pino({ level, base, timestamp }, multistream([...entries, { stream: kept, level: 'info' }])),
    own: pino({ level: 'info', base, timestamp }, kept),
    save: async (store, key) => {
      try {
        await store.put(key, kept.text(), { contentType: 'application/x-ndjson' });
      } catch (cause) {
        worker.warn({ ...bindings, err: cause }, 'the attempt’s log could not be kept');
      }
    },
  };
};
