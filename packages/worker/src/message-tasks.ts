import type { Categorized } from '@wattline/errors';
import { nodeOf, type StageName } from '@wattline/topology';
import type { Stores } from './backend.ts';
import { type Task, WattlineEvent } from './events.ts';
import { type ObjectCreated, readObjectCreated } from './object-created.ts';
import { type OfferedShare, ShareOffered } from './shares/share.ts';
import { datasetOf, runId } from './upload.ts';

/** A message no stage can parse. It is retried, then dead-lettered. */
export class UnreadableMessage extends Error implements Categorized {
  override readonly name = 'UnreadableMessage';
  readonly category = 'internal';
  readonly code = 'MESSAGE_UNREADABLE';
  readonly remedy =
    'look at the message among the dead letters; it was not sent by Wattline or by its staging store';
}

/** What a message asks of a stage: tasks, uploads that become tasks, or a share of another worker's task. */
export type MessageContent =
  | { readonly type: 'share'; readonly share: OfferedShare }
  | { readonly type: 'uploads'; readonly uploads: readonly ObjectCreated[] }
  | { readonly type: 'task'; readonly task: Task };

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new UnreadableMessage('the message is not JSON', { cause });
  }
};

/** A stage that reads nothing of another's takes uploads. */
const takesUploads = (stage: StageName): boolean => nodeOf(stage).reads.length === 0;

/** Throws UnreadableMessage for what is neither an event of Wattline nor a notification of its staging store. */
export const readMessage = (
  stage: StageName,
  body: string,
  { staging }: Pick<Stores, 'staging'>,
): MessageContent => {
  const message = parse(body);
  const uploads = takesUploads(stage) ? readObjectCreated(message) : undefined;
  if (uploads !== undefined) {
    const other = uploads.find(({ bucket }) => bucket !== staging.name);
    if (other !== undefined)
      throw new UnreadableMessage(`the message names the bucket ${other.bucket}, not ${staging.name}`);
    return { type: 'uploads', uploads };
  }
  const offered = ShareOffered.safeParse(message);
  if (offered.success) return { type: 'share', share: offered.data.data };
  const event = WattlineEvent.safeParse(message);
  if (!event.success)
    throw new UnreadableMessage('the message is not an event of Wattline', { cause: event.error });
  const { run, dataset, replay, part, parts } = event.data.data;
  return { type: 'task', task: { run, dataset, replay, part, parts } };
};

/** The share of another worker's task that a message offers; undefined for any other. */
export const shareOfMessage = (body: string): OfferedShare | undefined => {
  try {
    return ShareOffered.safeParse(parse(body)).data?.data;
  } catch {
    return undefined;
  }
};

/** The tasks of a message, whether or not its run was ever opened. Throws UnreadableMessage. */
export const tasksOfMessage = (stage: StageName, body: string, stores: Pick<Stores, 'staging'>): Task[] => {
  const content = readMessage(stage, body, stores);
  if (content.type === 'share') return [];
  if (content.type === 'task') return [content.task];
  return content.uploads.flatMap((created) => {
    const dataset = datasetOf(created.key);
    return dataset === undefined ? [] : [{ run: runId(created), dataset, replay: 0, part: 0, parts: 1 }];
  });
};
