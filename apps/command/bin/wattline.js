#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it: the command itself is TypeScript, which Node 24 runs as it is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { findBundle } from './find-bundle.js';

const WANTED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) {
  // Stripped types and compiled code are kept for the next start: it takes half the time.
  nodeModule.enableCompileCache();
  // `wattline up` only watches: by default it would keep 32 MB for young objects, and twice what it needs for old ones.
  if (process.argv[2] === 'up')
    for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=25'])
      setFlagsFromString(flag);
  const bundle = findBundle();
  await import(bundle === undefined ? '../src/main.ts' : pathToFileURL(bundle).href);
} else {
  // `npx wattline` under an older Node: the project's own Node 24 stands among its dependencies.
  let own;
  try {
    own = nodeModule.createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    own = '';
  }
  if (!existsSync(own)) {
    process.stderr.write(
      `error NODE_TOO_OLD: this is Node ${process.versions.node}, and Wattline needs Node ${WANTED_MAJOR}\n  remedy: run it through npm (npm start, npm run wattline -- …), which brings its own\n`,
    );
    process.exit(2);
  }
  const { status, signal } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
