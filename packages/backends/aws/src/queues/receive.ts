import { ReceiveMessageCommand, type SQSClient, type Message as SqsMessage } from '@aws-sdk/client-sqs';
import type { Message } from '@wattline/backend-contract';
import { visibilitySeconds, waitSeconds } from './seconds.ts';

const MAX_BATCH = 10;

export interface Poll {
  /** At most so many messages; SQS gives no more than 10. */
  readonly max: number;
  readonly waitMs: number;
  readonly visibilityMs: number;
  /** Ends the request, not what SQS does for it: a message may still be delivered, to no receiver. */
  readonly abortSignal?: AbortSignal;
}

const messageOf = ({ MessageId, Body, ReceiptHandle, Attributes }: SqsMessage): Message => ({
  id: MessageId ?? '',
  body: Body ?? '',
  receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)),
  receiptHandle: ReceiptHandle ?? '',
  ...(Attributes?.MessageGroupId !== undefined && { group: Attributes.MessageGroupId }),
});

/** One request for messages. */
export const pollMessages = async (
  client: SQSClient,
  url: string,
  { max, waitMs, visibilityMs, abortSignal }: Poll,
): Promise<Message[]> => {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: Math.min(MAX_BATCH, max),
    WaitTimeSeconds: waitSeconds(waitMs),
    VisibilityTimeout: visibilitySeconds(visibilityMs),
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp', 'MessageGroupId'],
  });
  const { Messages = [] } = await client.send(command, abortSignal && { abortSignal });
  return Messages.map(messageOf);
};
