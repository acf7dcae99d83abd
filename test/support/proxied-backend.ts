import { fileURLToPath } from 'node:url';
import { openS3Client, openSqsClient, provisionAws, readAwsConfig } from '@wattline/backend-aws';
import { topology } from '@wattline/topology';
import { stageNames } from '@wattline/worker';
import { onTestFinished } from 'vitest';
import { type AwsBackend, openAwsBackend } from './aws-backend.ts';
import type { ComposeStack } from './compose-stack.ts';

const proxyFolder = fileURLToPath(
  new URL('../../packages/backends/aws/src/testing/faulty-proxy', import.meta.url),
);
const PORT = 4567;

export interface ProxiedBackend {
  /** Past the proxy. */
  readonly backend: AwsBackend;
  /** Ends the proxy, and gives what it did. */
  endProxy(): Promise<unknown>;
}

/** One more deployment on the stack's LocalStack: a container of each service that has a faulty proxy in between. */
export const startProxiedBackend = async (
  stack: ComposeStack,
  { prefix, plan }: { prefix: string; plan: Readonly<Record<string, number>> },
): Promise<ProxiedBackend> => {
  const config = readAwsConfig({ ...stack.environment(), WATTLINE_PREFIX: prefix });
  await provisionAws({ s3: openS3Client(config.s3), sqs: openSqsClient(config.sqs), topology, prefix });

  const name = `${stack.network}-${prefix}`;
  const target = 'http://localstack:4566';
  const command = ['node', '/tmp/proxy/run-faulty-proxy.ts', target, String(PORT), JSON.stringify(plan)];
  const proxy = await stack.docker(
    'create',
    '--name',
    name,
    '--network',
    stack.network,
    stack.image('ingest'),
    ...command,
  );
  const containers = [proxy];
  onTestFinished(async () => {
    await stack.docker('rm', '--force', '--volumes', ...containers);
  });
  await stack.docker('cp', proxyFolder, `${proxy}:/tmp/proxy`);
  await stack.docker('start', proxy);
  for (const stage of stageNames) {
    const settings = {
      WATTLINE_PREFIX: prefix,
      WATTLINE_ENDPOINT: `http://${name}:${PORT}`,
      WATTLINE_ROWS_PER_PART: '1',
      // What waits for a retry takes no time of the others.
      WATTLINE_SLOTS: '8',
    };
    const variables = Object.entries(settings).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    const id = await stack.compose('run', '--detach', '--no-deps', '--quiet-pull', ...variables, stage);
    containers.push(id);
  }

  const backend = openAwsBackend(config);
  onTestFinished(() => backend.close());
  return {
    backend,
    endProxy: async () => {
      await stack.docker('stop', proxy);
      const said = await stack.docker('logs', proxy);
      return JSON.parse(said);
    },
  };
};
