import { existsSync } from 'node:fs';
import { access, constants, readdir } from 'node:fs/promises';
import { isFolderInUse } from '@wattline/backend-local';
import { openLocalBackend } from '@wattline/bootstrap';
import { reportError } from '@wattline/errors';
import type { Finding } from '../text/findings.ts';
import { examineDeadLetters } from './dead-letters.ts';

const folder = async (dataDir: string): Promise<Finding> => {
  const what = 'data folder';
  if (!existsSync(dataDir)) return { what, status: 'ok', found: `${dataDir} is made by the first npm start` };
  try {
    await access(dataDir, constants.W_OK);
    await readdir(dataDir);
    return { what, status: 'ok', found: `${dataDir} can be written` };
  } catch (error) {
    const { message, remedy } = reportError(error);
    return { what, status: 'missing', found: message, remedy };
  }
};

const stack = (dataDir: string): Finding => {
  const what = 'stack';
  if (existsSync(dataDir) && isFolderInUse(dataDir))
    return { what, status: 'ok', found: `running on ${dataDir}` };
  const remedy = 'npm start starts one; wattline run needs none';
  return { what, status: 'warning', found: 'none is running here', remedy };
};

const deadLetters = async (dataDir: string): Promise<Finding[]> => {
  if (!existsSync(dataDir)) return [];
  const backend = await openLocalBackend({ dataDir });
  try {
    return await examineDeadLetters(backend.queues);
  } finally {
    backend.close();
  }
};

/** The stores and queues in a folder of this machine. */
export const examineLocal = async (dataDir: string): Promise<Finding[]> => [
  await folder(dataDir),
  stack(dataDir),
  ...(await deadLetters(dataDir)),
];
