import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const IMAGE = 'localstack/localstack:4.14.0';
const TRIES = 600;

export interface LocalStack {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const docker = async (...args: readonly string[]): Promise<string> =>
  (await run('docker', [...args])).stdout.trim();

const isHealthy = async (endpoint: string): Promise<boolean> => {
  const answer = await fetch(`${endpoint}/_localstack/health`).catch(() => undefined);
  return answer?.ok === true;
};

/** A LocalStack of the benchmark's own, in a container, on a free port. */
export const startLocalStack = async (): Promise<LocalStack> => {
  const environment = ['--env', 'SERVICES=s3,sqs', '--env', 'EAGER_SERVICE_LOADING=1'];
  const id = await docker('run', '--detach', '--rm', '--publish', '127.0.0.1::4566', ...environment, IMAGE);
  const stop = async (): Promise<void> => {
    await docker('rm', '--force', '--volumes', id);
  };
  const endpoint = `http://${await docker('port', id, '4566/tcp')}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await isHealthy(endpoint)) return { endpoint, stop };
    await sleep(100);
  }
  await stop();
  throw new Error('LocalStack does not come up');
};
