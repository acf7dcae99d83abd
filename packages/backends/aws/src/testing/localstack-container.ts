import { hostname } from 'node:os';
import { LocalstackContainer } from '@testcontainers/localstack';
import { lookFor, type Tool } from '@wattline/test-tools/look-for';
import { findDocker } from './find-docker.ts';
import { removeOrphans } from './remove-orphans.ts';

/** The last version that is free of charge. */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

interface StartedLocalStack {
  /** Its endpoint, or why there is none. */
  readonly tool: Tool;
  stop(): Promise<void>;
}

/** A LocalStack for tests to share. Never throws: without Docker or the image, its tests say so. */
export const startLocalStack = async (services: string): Promise<StartedLocalStack> => {
  const docker = await findDocker();
  if ('missing' in docker) return { tool: docker, stop: async () => {} };
  let stop = async (): Promise<void> => {};
  const tool = await lookFor(async () => {
    await removeOrphans();
    const container = await new LocalstackContainer(LOCALSTACK_IMAGE)
      .withEnvironment({
        EAGER_SERVICE_LOADING: '1',
        SERVICES: services,
        // As S3 does: a changed presigned request is refused.
        S3_SKIP_SIGNATURE_VALIDATION: '0',
      })
      .withLabels({ 'wattline.test.owner': `${hostname()}:${process.pid}` })
      .start();
    stop = async () => {
      await container.stop();
    };
    return container.getConnectionUri();
  });
  return { tool, stop };
};
