import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { reportError } from '@wattline/errors';
import { createRun } from './create-run.ts';
import { deploy } from './deploy.ts';
import { readOptions, USAGE } from './options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

const confirm = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim() === 'yes';
  } finally {
    terminal.close();
  }
};

const folder = await mkdtemp(join(tmpdir(), 'wattline-deploy-'));
try {
  const options = readOptions(process.argv.slice(2), join(root, 'infra/terraform/environments/aws'));
  if (options === undefined) process.stdout.write(USAGE);
  else
    await deploy(
      {
        // A plain image: with an attestation beside it, what is pushed is an index that the registry does not scan.
        run: createRun({ ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }),
        environment: process.env,
        root,
        planFile: join(folder, 'plan'),
        now: () => new Date(),
        log: (text) => process.stdout.write(`${text}\n`),
        confirm,
      },
      options,
    );
} catch (error) {
  const { code, message, remedy } = reportError(error);
  process.stderr.write(`error ${code}: ${message}\n  remedy: ${remedy}\n`);
  process.exitCode = code === 'ARGUMENTS_WRONG' ? 2 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
