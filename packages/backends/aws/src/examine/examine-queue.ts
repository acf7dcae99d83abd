import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { type Finding, faultOf } from './finding.ts';

interface QueueNeeds {
  readonly name: string;
  readonly deadLettersName: string;
  readonly visibilitySeconds: number;
  readonly maxReceives: number;
}

const RedrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number(),
});

/** How a queue's settings differ from what is wanted of it, in words. */
const differences = (attributes: Record<string, string>, needs: QueueNeeds): string[] => {
  const { visibilitySeconds, maxReceives, deadLettersName } = needs;
  const found: string[] = [];
  const visibility = Number(attributes.VisibilityTimeout);
  if (visibility !== visibilitySeconds)
    found.push(`its visibility time-out is ${visibility} s, the topology says ${visibilitySeconds} s`);
  const policy = RedrivePolicy.safeParse(JSON.parse(attributes.RedrivePolicy ?? '{}'));
  if (!policy.success) return [...found, 'it has no dead letters: what fails comes back for ever'];
  const { deadLetterTargetArn, maxReceiveCount } = policy.data;
  if (maxReceiveCount !== maxReceives)
    found.push(
      `a message is a dead letter after ${maxReceiveCount} deliveries, the topology says ${maxReceives}`,
    );
  const target = deadLetterTargetArn.split(':').at(-1);
  if (target !== deadLettersName) found.push(`its dead letters go to ${target}, not to ${deadLettersName}`);
  return found;
};

/** Whether a queue answers and its settings are those of the topology. */
export const examineQueue = async (client: SQSClient, needs: QueueNeeds): Promise<Finding> => {
  const what = `queue ${needs.name}`;
  try {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: needs.name }));
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    const { Attributes = {} } = await client.send(command);
    const wrong = differences(Attributes, needs);
    if (wrong.length > 0)
      return {
        what,
        status: 'warning',
        found: wrong.join('; '),
        remedy: 'run wattline-provision or terraform apply again',
      };
    const waiting = Number(Attributes.ApproximateNumberOfMessages ?? 0);
    const inFlight = Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
    return { what, status: 'ok', found: `${waiting} waiting, ${inFlight} in flight` };
  } catch (error) {
    return faultOf(what, error);
  }
};
