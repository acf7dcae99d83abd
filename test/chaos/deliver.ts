import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import type { DisturbedStack } from './disturbed-stack.ts';
import type { Upload } from './uploads.ts';

const PATIENCE_MS = 300_000;

/** Moves the file into the staging folder whole, once there is room for it. */
const drop = async (
  stack: DisturbedStack,
  outbox: string,
  { dataset, file, body }: Upload,
): Promise<void> => {
  const folder = join(stack.dataDir, 'staging', 'staging-directory', dataset);
  const path = join(outbox, randomUUID());
  await until(
    `there is room for ${dataset}`,
    async () => {
      try {
        await mkdir(outbox, { recursive: true });
        await mkdir(folder, { recursive: true });
        await writeFile(path, body);
        await rename(path, join(folder, file));
        return true;
      } catch (error) {
        await rm(path, { force: true });
        if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
        throw error;
      }
    },
    PATIENCE_MS,
    100,
  );
};

/** Sends it to the API until the API says that it has it. */
const send = async (stack: DisturbedStack, { dataset, file, body }: Upload): Promise<void> => {
  const query = new URLSearchParams({ dataset, name: file });
  await until(
    `the API takes ${dataset}`,
    async () => {
      const url = stack.url();
      if (url === undefined) return false;
      const answer = await fetch(`${url}/api/v1/uploads?${query}`, {
        method: 'POST',
        body: Buffer.from(body),
      }).catch(() => undefined);
      if (answer === undefined || answer.status === 507 || answer.status >= 500) return false;
      if (!answer.ok) throw new Error(`POST ${dataset}: ${answer.status} ${await answer.text()}`);
      return true;
    },
    PATIENCE_MS,
    100,
  );
};

/** By the API every third time, else by the staging folder. An answer that is lost makes an upload twice. */
export const isSent = (index: number): boolean => index % 3 === 2;

/** Delivers all of them, a few at a time. */
export const deliver = async (
  stack: DisturbedStack,
  outbox: string,
  uploads: readonly Upload[],
): Promise<void> => {
  const left = uploads.map((upload, index) => ({ upload, index }));
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      await (isSent(next.index) ? send(stack, next.upload) : drop(stack, outbox, next.upload));
  };
  await Promise.all([work(), work(), work()]);
};
