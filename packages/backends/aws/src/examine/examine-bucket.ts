import {
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type Finding, faultOf } from './finding.ts';

interface BucketNeeds {
  readonly name: string;
  readonly versioned: boolean;
  /** The name of the queue that new objects are announced to. */
  readonly notifies?: string;
}

const PROVISION = 'run wattline-provision or terraform apply again';

/** Whether a bucket answers and is set up as the topology says. */
export const examineBucket = async (client: S3Client, needs: BucketNeeds): Promise<Finding> => {
  const { name, versioned, notifies } = needs;
  const what = `bucket ${name}`;
  const bucket = { Bucket: name };
  const warning = (found: string): Finding => ({ what, status: 'warning', found, remedy: PROVISION });
  try {
    await client.send(new ListObjectsV2Command({ ...bucket, MaxKeys: 1 }));
    const { Status } = await client.send(new GetBucketVersioningCommand(bucket));
    if (versioned && Status !== 'Enabled')
      return warning('keeps no versions: an upload could change under its run');
    if (notifies !== undefined) {
      const configured = await client.send(new GetBucketNotificationConfigurationCommand(bucket));
      const queues = (configured.QueueConfigurations ?? []).map(({ QueueArn }) =>
        QueueArn?.split(':').at(-1),
      );
      if (!queues.includes(notifies))
        return warning(`does not notify ${notifies} of uploads: they start nothing`);
    }
    return { what, status: 'ok', found: 'answers' };
  } catch (error) {
    return faultOf(what, error);
  }
};
