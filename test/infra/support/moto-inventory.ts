import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../emulator/inventory.py', import.meta.url));

/** Everything in moto's account, sorted. */
export const motoInventory = async (python: string, url: string, region: string): Promise<string[]> => {
  const { stdout } = await run(python, [script, url, region], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return z.array(z.string()).parse(JSON.parse(stdout));
};
