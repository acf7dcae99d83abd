import { describeObjectStore } from '@wattline/backend-contract/contract';
import { topology } from '@wattline/topology';
import { type ObjectCreated, readObjectCreated } from '@wattline/worker';
import { openS3Client, openSqsClient } from '../clients.ts';
import { bucketName } from '../names.ts';
import { openAwsQueues } from '../open-aws-queues.ts';
import { provisionAws } from '../provision/provision-aws.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';
import { openS3Store } from './open-s3-store.ts';

onLocalStack('S3 on LocalStack', (endpoint) => {
  describeObjectStore('S3 on LocalStack', async () => {
    const config = localstackConfig(endpoint);
    const s3 = openS3Client(config.s3);
    const sqs = openSqsClient(config.sqs);
    await provisionAws({ s3, sqs, topology, prefix: config.prefix });
    const { queues, close } = openAwsQueues(config);
    const created: ObjectCreated[] = [];
    return {
      store: openS3Store({ client: s3, bucket: bucketName(config.prefix, 'results') }),
      versioned: openS3Store({ client: s3, bucket: bucketName(config.prefix, 'staging') }),
      created: async () => {
        for (const message of await queues.ingest.receive({ max: 10, waitMs: 0, visibilityMs: 60_000 })) {
          const objects = readObjectCreated(JSON.parse(message.body));
          if (objects === undefined) throw new Error(`not a notification: ${message.body}`);
          created.push(...objects);
          await queues.ingest.delete(message);
        }
        return created;
      },
      close: async () => {
        await close();
        s3.destroy();
        sqs.destroy();
      },
    };
  });
});
