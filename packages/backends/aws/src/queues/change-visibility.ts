import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '@wattline/backend-contract';
import { visibilitySeconds } from './seconds.ts';
import { isStale } from './sqs-error.ts';

/** Whether SQS accepted the receipt handle. */
export const changeVisibility = async (
  client: SQSClient,
  url: string,
  { receiptHandle }: Pick<Message, 'receiptHandle'>,
  visibilityMs: number,
): Promise<boolean> => {
  const command = new ChangeMessageVisibilityCommand({
    QueueUrl: url,
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: visibilitySeconds(visibilityMs),
  });
  try {
    await client.send(command);
    return true;
  } catch (error) {
    if (isStale(error)) return false;
    throw error;
  }
};
