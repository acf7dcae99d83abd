#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it: the command itself is TypeScript, which Node 24 runs as it is.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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
  // `npx wattline` under an older Node: the project's own Node 24 is among its dependencies.
  const require = nodeModule.createRequire(import.meta.url);
  const locate = (name) => {
    try {
      return require.resolve(name);
    } catch {
      return '';
    }
  };
  const end = (reason, remedy) => {
    process.stderr.write(`error NODE_TOO_OLD: ${reason}\n  remedy: ${remedy}\n`);
    process.exit(2);
  };
  const own = locate('node/bin/node');
  if (!existsSync(own))
    end(
      `this is Node ${process.versions.node}, and Wattline needs Node ${WANTED_MAJOR}`,
      'run it through npm (npm start, npm run wattline -- …), which brings its own',
    );
  // npm of an older Node leaves this out without an error.
  const { optionalDependencies = {} } = JSON.parse(
    readFileSync(locate('nodejs-polars/package.json'), 'utf8'),
  );
  if (!Object.keys(optionalDependencies).some((name) => locate(`${name}/package.json`) !== ''))
    end(
      `npm of Node ${process.versions.node} left out the engine's native part, which needs Node 22 or newer`,
      `install again by a newer Node: npx --yes --package=node@${WANTED_MAJOR} -- npm install`,
    );
  const { status, signal } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
