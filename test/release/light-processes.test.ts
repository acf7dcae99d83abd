import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Prints who imports Polars, as it is imported. */
const watching = `import { registerHooks } from 'node:module';
registerHooks({
  resolve: (specifier, context, next) => {
    if (/^nodejs-polars/.test(specifier)) console.log(context.parentURL);
    return next(specifier, context);
  },
});`;

/** Loading Polars takes 40 ms and 10 MB, in processes that never use it. */
test.each([
  'services/serve/src/start-serve.ts',
  'services/serve/src/config.ts',
  'apps/command/src/program.ts',
  'apps/command/src/commands/run.ts',
  'apps/command/src/commands/runs.ts',
  'apps/command/src/commands/up.ts',
])('%s loads no Polars', async (module) => {
  const load = `${watching}\nawait import(${JSON.stringify(new URL(`../../${module}`, import.meta.url).href)});\nprocess.exit(0);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', load], { cwd: root });
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual([]);
});
