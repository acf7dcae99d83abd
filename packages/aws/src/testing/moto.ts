import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A port that was free a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const answers = async (endpoint: string, server: ChildProcess): Promise<boolean> => {
  while (server.exitCode === null) {
    try {
      await fetch(`${endpoint}/moto-api/data.json`);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
};

/** Moto's server (PyPI: moto[server]), of the test's own. Undefined where it is not installed, never in CI. */
export const startMoto = async (): Promise<string | undefined> => {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const failure = new Promise<Error>((resolve) => server.once('error', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const started = await Promise.race([failure, answers(endpoint, server)]);
  if (started !== true) {
    if (process.env.CI === 'true') throw new Error('moto_server does not start: pip install "moto[server]"');
    process.stderr.write('moto_server is not installed: the tests of ECS are skipped.\n');
    return undefined;
  }
  onTestFinished(async () => {
    const gone = once(server, 'exit');
    server.kill();
    await gone;
  });
  return endpoint;
};
