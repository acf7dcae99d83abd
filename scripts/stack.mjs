// npm run stack, npm run stack:down: the whole chain in containers. Needs Docker with Compose and Node, nothing installed.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

const log = (text) => process.stdout.write(`${text}\n`);
const logError = (text) => process.stderr.write(`${text}\n`);

const inDocker = (name) => fileURLToPath(new URL(`../docker/${name}`, import.meta.url));
/** compose.yaml reads it too. */
const TOKEN_FILE = process.env.WATTLINE_STACK_TOKEN_FILE ?? inDocker('.stack-token.env');

const compose = (...args) => {
  const { status, error } = spawnSync('docker', ['compose', '--file', inDocker('compose.yaml'), ...args], {
    stdio: 'inherit',
  });
  if (error !== undefined) {
    logError(`error DOCKER_MISSING: docker could not be started (${error.message})`);
    logError('  remedy: install Docker with Compose 2.24 or newer, and start it');
    process.exit(1);
  }
  if (status !== 0) process.exit(status ?? 1);
};

/** Made at the first start and kept, so that links and scripts stay valid; readable by this user alone. */
const adminToken = () => {
  if (!existsSync(TOKEN_FILE)) {
    const token = randomBytes(32).toString('base64url');
    writeFileSync(
      TOKEN_FILE,
      `# Made by npm run stack. Delete it, and start again, for another one.\nWATTLINE_ADMIN_TOKEN=${token}\n`,
      {
        mode: 0o600,
        flag: 'wx',
      },
    );
  }
  return parseEnv(readFileSync(TOKEN_FILE, 'utf8')).WATTLINE_ADMIN_TOKEN;
};

const up = () => {
  const token = adminToken();
  compose('up', '--build', '--wait');
  const port = process.env.WATTLINE_STATUS_PORT ?? '8080';
  log(`The page: http://127.0.0.1:${port}/#token=${token}`);
  const rows = process.env.WATTLINE_SERVE_PORT ?? '8081';
  log(`Rows for predictions: http://127.0.0.1:${rows}/api/v1/datasets/DATASET/rows, with the same token`);
};

const LOSS = `LocalStack keeps everything in memory. Stopping the stack deletes all uploads, runs and feature sets in it.
  To keep a feature set:      npm run stack:wattline -- pull DATASET --out DIR
  To pause and keep it all:   docker compose -f docker/compose.yaml pause   (goes on with: unpause)`;

/** Asks at a terminal; a script has decided. */
const isAgreed = async (args) => {
  if (args.includes('--yes') || !process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Stop and delete it all? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
};

const down = async (args) => {
  log(LOSS);
  if (!(await isAgreed(args))) {
    log('Nothing was stopped.');
    return;
  }
  compose('down', '--volumes');
  log('The stack is stopped, and its data is deleted.');
};

const [command, ...args] = process.argv.slice(2);
if (command === 'up') up();
else if (command === 'down') await down(args);
else {
  logError('usage: node scripts/stack.mjs up | down [--yes]');
  process.exit(2);
}
