import type { StageName } from '@wattline/topology';
import type { Chain } from './chain.ts';
import { type Part, stageEvent, WattlineEvent } from './events.ts';
import { announce } from './forward.ts';
import { readObjectCreated } from './object-created.ts';
import { openRun } from './runs.ts';

/** A message that no stage can read: retried in vain, then kept among the dead letters for a person to see. */
class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
  readonly code = 'MESSAGE_UNREADABLE';
  readonly remedy =
    'look at the message among the dead letters; it was not sent by Wattline or by its staging store';
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new UnreadableMessage('the message is not JSON', { cause });
  }
};

/** The parts a message hands to a stage. */
export const partsOf = async (stage: StageName, body: string, chain: Chain): Promise<Part[]> => {
  const message = parse(body);
  if (stage === 'ingest') {
    const created = readObjectCreated(message);
    if (created !== undefined) {
      const runs = await Promise.all(created.map((one) => openRun(one, chain.stores)));
      const parts = runs.flatMap((run) =>
        run === undefined ? [] : [{ run: run.run, dataset: run.dataset, replay: 0, part: 0, parts: 1 }],
      );
      for (const part of parts)
        await announce(chain, stageEvent('wattline.upload.received', { ...part, stage }));
      return parts;
    }
  }
  const event = WattlineEvent.safeParse(message);
  if (!event.success)
    throw new UnreadableMessage('the message is not an event of Wattline', { cause: event.error });
  const { run, dataset, replay, part, parts } = event.data.data;
  return [{ run, dataset, replay, part, parts }];
};
