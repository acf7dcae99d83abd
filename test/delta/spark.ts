import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lookFor, type Tool } from '@wattline/test-tools';
import { makePythonEnvironment } from '../support/python-environment.ts';

const run = promisify(execFile);

/** Of the Delta that Spark 4.0 takes. */
const VERSION = '4.0.1';
const jars = ['delta-spark_2.13', 'delta-storage'].map((artifact) => ({
  artifact,
  path: join(homedir(), `.m2/repository/io/delta/${artifact}/${VERSION}/${artifact}-${VERSION}.jar`),
}));

export const java: Tool = await lookFor(async () => {
  await run('java', ['-version']);
  return 'java';
});

/** From Maven Central, where Maven has not kept them. */
export const deltaJars: Tool = await lookFor(async () => {
  for (const { artifact, path } of jars)
    if (!existsSync(path))
      await run('mvn', [
        ...['--batch-mode', '--quiet', 'dependency:get', '-Dtransitive=false'],
        `-Dartifact=io.delta:${artifact}:${VERSION}`,
      ]);
  return jars.map(({ path }) => path).join(',');
});

export const sparkPython: Tool = await lookFor(async () =>
  (await makePythonEnvironment('spark', fileURLToPath(new URL('spark-requirements.txt', import.meta.url))))(
    'python',
  ),
);
