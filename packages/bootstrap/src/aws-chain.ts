import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAws, openAwsQueues, openAwsStores, readAwsConfig } from '@wattline/backend-aws';
import { UsageError } from '@wattline/errors';
import type { ChainNeeds, OpenChain } from './open-chain.ts';

/** A folder that no other process has, below one that many may share. */
const makeScratch = async (folder: string): Promise<string> => {
  try {
    return await mkdtemp(join(folder, 'wattline-'));
  } catch (cause) {
    throw new UsageError('SCRATCH_UNUSABLE', `no folder can be made in ${folder}: ${String(cause)}`, {
      place: { file: folder },
      remedy: 'set WATTLINE_SCRATCH to a folder that this user can write to',
      cause,
    });
  }
};

/** The stores and queues of a deployment on S3 and SQS, and a scratch folder that goes when it is closed. */
export const openAwsChain = async (
  environment: NodeJS.ProcessEnv,
  scratchIn: string,
  needs: ChainNeeds,
): Promise<OpenChain> => {
  const config = readAwsConfig(environment);
  const scratch = await makeScratch(scratchIn);
  const { stores, close: closeStores } = openAwsStores(config);
  const { queues, close: closeQueues } = openAwsQueues(config);
  const close = async (): Promise<void> => {
    await closeQueues();
    closeStores();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    await checkAws({ stores, queues }, needs);
  } catch (error) {
    await close();
    throw error;
  }
  return { stores, queues, scratch, close };
};
