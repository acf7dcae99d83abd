import type { Receipt, StageName, Stores } from '@wattline/worker';
import { ledgerKeys } from '@wattline/worker';
import { z } from 'zod';
import type { LogLine } from './log-line.ts';

type Level = LogLine['level'];

const levels: readonly [number, Level][] = [
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
];

export const levelNames = levels.map(([, name]) => name);

const rank = (level: Level): number => levelNames.indexOf(level);
const levelOf = (number: number): Level => levels.findLast(([from]) => number >= from)?.[1] ?? 'trace';

const Written = z.looseObject({
  level: z.number(),
  time: z.iso.datetime(),
  msg: z.string().default(''),
});

/** At most this much of a run's logs is read; the answer says if there is more. */
const MAX_BYTES = 16 * 1024 ** 2;

const readLine = (text: string, stage: StageName, part: number): LogLine | undefined => {
  try {
    const {
      level,
      time,
      msg,
      service: _s,
      stage: _n,
      part: _p,
      run: _r,
      ...fields
    } = Written.parse(JSON.parse(text));
    return { at: time, level: levelOf(level), stage, part, message: msg, fields };
  } catch {
    return undefined; // The last line of a worker that was killed while it wrote.
  }
};

/** What the workers logged of a run's newest replay, in the order of time. */
export const readLogs = async (
  stores: Stores,
  { run, replay, stages }: Receipt,
  wanted: {
    readonly stage?: StageName | undefined;
    readonly level?: Level | undefined;
    readonly limit: number;
  },
): Promise<{ lines: LogLine[]; truncated: boolean }> => {
  const lines: LogLine[] = [];
  let bytes = 0;
  let truncated = false;
  for (const { stage } of stages) {
    if (wanted.stage !== undefined && wanted.stage !== stage) continue;
    const root = ledgerKeys(run).stageRoot(replay, stage);
    for await (const info of stores.results.list(root)) {
      if (!info.key.endsWith('.log')) continue;
      bytes += info.bytes;
      if (bytes > MAX_BYTES) {
        truncated = true;
        break;
      }
      const part = Number(info.key.slice(root.length).split('/')[0]);
      const found = await stores.results.get(info.key);
      for (const text of new TextDecoder().decode(found?.body).split('\n')) {
        const line = text === '' ? undefined : readLine(text, stage, part);
        if (line !== undefined && rank(line.level) >= rank(wanted.level ?? 'trace')) lines.push(line);
      }
    }
  }
  // Times of several workers; a sort that keeps the order of equal ones.
  lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { lines: lines.slice(-wanted.limit), truncated: truncated || lines.length > wanted.limit };
};
