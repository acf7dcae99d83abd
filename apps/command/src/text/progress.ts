import { nodeOf, type StageName, taskCount } from '@wattline/topology';
import { isFinished, type WattlineEvent } from '@wattline/worker';

export interface Progress {
  /** Says what goes on now. */
  show(what: string): void;
  readonly event: (event: WattlineEvent) => void;
  /** Takes the line away, so that what follows starts at the left. */
  clear(): void;
}

/** What goes on once a stage is done. */
const after = (stage: StageName): string => nodeOf(stage).next ?? 'sealed';

/** One line that is written over on a terminal; nothing at all in a pipe. */
export const createProgress = (stream: NodeJS.WriteStream, wanted: boolean): Progress => {
  if (!wanted || !stream.isTTY) return { show: () => {}, event: () => {}, clear: () => {} };
  const startedAt = performance.now();
  const finished = new Map<StageName, Set<number>>();
  const write = (text: string): void => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    stream.write(`\r\u001b[2K${seconds.padStart(6)} s  ${text}`);
  };
  return {
    show: (what) => write(`${what} …`),
    event: ({ type, data }) => {
      if (!isFinished(type)) return;
      const parts = finished.get(data.stage) ?? new Set<number>();
      finished.set(data.stage, parts.add(data.part));
      const all = parts.size === taskCount(data.stage, data.parts);
      write(all ? `${after(data.stage)} …` : `${data.stage} … ${parts.size}/${data.parts} parts`);
    },
    clear: () => {
      stream.write('\r\u001b[2K');
    },
  };
};
