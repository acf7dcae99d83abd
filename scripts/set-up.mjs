// Makes a fresh checkout ready, on whatever Node started it: installs the dependencies with Node 24, because
// npm under an older Node leaves out the native part of nodejs-polars silently. Then builds what browsers get.
// Plain JavaScript on purpose: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0';
const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.wattline-set-up`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(process.platform + process.arch)
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stderr.write('wattline: installing dependencies, once (about half a minute)\n');
  const command = [
    '--yes',
    `--package=node@${NODE}`,
    '--',
    'npm',
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { status, error } = spawnSync('npx', command, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write(
      `wattline: the installation failed${error ? `: ${error.message}` : ''}\n  remedy: check the network and the npm registry, then run the command again\n`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

// Only now: it needs what was installed.
const { build } = await import('./build.mjs');
process.exit(build(root) ? 0 : 1);
