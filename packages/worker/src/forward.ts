import type { StageName } from '@wattline/topology';
import type { Chain } from './chain.ts';
import { finishedEvent, nextQueue, type Part, stageEvent, type WattlineEvent } from './events.ts';
import { ledgerKeys, type StageDone } from './ledger.ts';

const countDone = async (chain: Chain, { run, replay }: Part, stage: StageName): Promise<number> => {
  let count = 0;
  for await (const { key } of chain.stores.results.list(ledgerKeys(run).stageRoot(replay, stage))) {
    if (key.endsWith('/done.json')) count += 1;
  }
  return count;
};

/** What the next stage is to do now that this part is done: pure but for the count of parts done. */
const nextParts = async (stage: StageName, part: Part, done: StageDone, chain: Chain): Promise<Part[]> => {
  const { run, dataset, replay } = part;
  switch (stage) {
    case 'ingest':
      return Array.from({ length: done.parts }, (_, index) => ({
        run,
        dataset,
        replay,
        part: index,
        parts: done.parts,
      }));
    case 'transform':
      return [part];
    case 'aggregate':
      // Whoever ends last sees all parts done; two who see it both send, and the second message does nothing.
      return (await countDone(chain, part, stage)) === part.parts
        ? [{ run, dataset, replay, part: 0, parts: 1 }]
        : [];
    case 'publish':
      return [];
  }
};

export const announce = (chain: Chain, event: WattlineEvent): Promise<void> =>
  chain.queues.events.send(JSON.stringify(event));

/** Tells the next stage and those who watch. May be said again at any time: it is the same message. */
export const forward = async (stage: StageName, part: Part, done: StageDone, chain: Chain): Promise<void> => {
  const type = finishedEvent[stage];
  for (const next of await nextParts(stage, part, done, chain)) {
    await chain.queues[nextQueue[stage]].send(JSON.stringify(stageEvent(type, { ...next, stage })));
  }
  const version = done.result.version;
  const parts = stage === 'ingest' ? done.parts : part.parts;
  await announce(
    chain,
    stageEvent(type, { ...part, parts, stage, ...(typeof version === 'string' && { version }) }),
  );
};
