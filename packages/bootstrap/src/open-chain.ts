import type { QueueName, StoreName } from '@wattline/topology';
import type { Chain } from '@wattline/worker';
import type { ServiceConfig } from './config.ts';

/** The stores and queues that somebody uses: asked for once at the start, where they are not on this machine. */
export interface ChainNeeds {
  readonly stores: readonly StoreName[];
  readonly queues: readonly QueueName[];
}

export interface OpenChain extends Chain {
  /** A folder for files in hand. */
  readonly scratch: string;
  close(): Promise<void>;
}

/**
 * The chain that the environment names, on this machine or on S3 and SQS. Each is loaded only where it is used.
 * Throws UsageError where a setting is wrong, or where what is needed does not answer.
 */
export const openChain = async (
  config: Pick<ServiceConfig, 'backend' | 'dataDir' | 'scratch' | 'maxReceives'>,
  environment: NodeJS.ProcessEnv,
  needs: ChainNeeds,
): Promise<OpenChain> => {
  if (config.backend === 'aws') {
    const { openAwsChain } = await import('./aws-chain.ts');
    return openAwsChain(environment, config.scratch, needs);
  }
  const { openLocalChain } = await import('./local-chain.ts');
  const chain = await openLocalChain(config);
  return { ...chain, close: async () => chain.close() };
};
