export {
  fleetAdapter as ecsAdapter,
  queueAdapter as sqsAdapter,
  storeAdapter as s3Adapter,
} from './adapters.ts';
export { type CheckedBackend, checkAws } from './check-aws.ts';
export { openEcsClient, openS3Client, openSqsClient, type ServiceAddress } from './clients.ts';
export { type AwsConfig, readAwsConfig } from './config.ts';
export { examineAws } from './examine/examine-aws.ts';
export { type EcsFleetOptions, openEcsFleet } from './fleet/open-ecs-fleet.ts';
export { bucketName, deadLettersName, queueName } from './names.ts';
export { openS3Store, type S3StoreOptions } from './objects/open-s3-store.ts';
export { type AwsQueues, openAwsQueues } from './open-aws-queues.ts';
export { type AwsStores, openAwsStores } from './open-aws-stores.ts';
export { type ProvisionOptions, provisionAws } from './provision/provision-aws.ts';
export { openSqsQueue, type SqsQueue, type SqsQueueOptions } from './queues/open-sqs-queue.ts';
