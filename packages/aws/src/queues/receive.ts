import { ReceiveMessageCommand, type SQSClient, type Message as SqsMessage } from '@aws-sdk/client-sqs';
import type { Message, ReceiveOptions } from '@wattline/ports';
import { visibilitySeconds, waitSeconds } from './seconds.ts';

const MOST = 10;

const messageOf = ({ MessageId, Body, ReceiptHandle, Attributes }: SqsMessage): Message => ({
  id: MessageId ?? '',
  body: Body ?? '',
  receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)),
  receipt: ReceiptHandle ?? '',
});

/**
 * What is there, after a wait of 20 s at most. Where `signal` ends the wait, a message that was on its way comes back
 * after its visibility time-out.
 */
export const receiveMessages = async (
  client: SQSClient,
  url: string,
  { max, waitMs, visibilityMs, signal }: ReceiveOptions,
): Promise<Message[]> => {
  if (signal?.aborted) return [];
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: Math.min(MOST, max),
    WaitTimeSeconds: waitSeconds(waitMs),
    VisibilityTimeout: visibilitySeconds(visibilityMs),
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
  });
  try {
    const { Messages = [] } = await client.send(command, signal && { abortSignal: signal });
    return Messages.map(messageOf);
  } catch (error) {
    if (signal?.aborted) return [];
    throw error;
  }
};
