import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { MAX_WAIT_S } from './queues/seconds.ts';
import { createRetries } from './retries.ts';

export interface ServiceAddress {
  readonly region: string;
  /** Another server than AWS's own. */
  readonly endpoint?: string;
}

const CONNECT_MS = 5_000;
/** How long a connection may be silent. */
const SILENCE_MS = 30_000;

/** Credentials come from where the SDK looks for them, and from nowhere else. */
export const openS3Client = ({ region, endpoint }: ServiceAddress): S3Client =>
  new S3Client({
    region,
    retryStrategy: createRetries(),
    requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS }),
    // A bucket's name as a part of the host needs a name server that knows it.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });

export const openSqsClient = ({ region, endpoint }: ServiceAddress): SQSClient =>
  new SQSClient({
    region,
    retryStrategy: createRetries(),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_MS,
      // A long poll sends nothing until its wait is over.
      socketTimeout: MAX_WAIT_S * 1_000 + SILENCE_MS,
    }),
    // The host in a queue's URL is the server's own idea of its name, which may not be reachable from here.
    ...(endpoint !== undefined && { endpoint, useQueueUrlAsEndpoint: false }),
  });

/** Asked now and then for what is running: a late answer counts as none. */
export const openEcsClient = ({ region, endpoint }: ServiceAddress): ECSClient =>
  new ECSClient({
    region,
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS }),
    ...(endpoint !== undefined && { endpoint }),
  });
