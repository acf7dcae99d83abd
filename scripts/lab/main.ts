// Starts Jupyter Lab, on this machine alone, with the notebook that explores the latest feature set.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { reportError } from '@wattline/errors';
import { findPython } from './find-python.ts';
import { labEnvironment } from './lab-environment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const server = process.env.WATTLINE_SERVER ?? 'http://127.0.0.1:4680';
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

try {
  const python = await labEnvironment(root, findPython(), say);
  if (!(await answers(server))) {
    say(
      `wattline: nothing answers at ${server} yet: start it with npm start in another terminal, or name another in WATTLINE_SERVER`,
    );
  }
  const lab = spawn(
    python,
    [
      '-m',
      'jupyterlab',
      '--ServerApp.ip=127.0.0.1',
      `--ServerApp.root_dir=${root}`,
      // Nothing is asked of other machines.
      '--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate',
      '--LabApp.news_url=None',
      '--LabApp.extension_manager=readonly',
      ...process.argv.slice(2),
      'notebooks/explore.ipynb',
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, WATTLINE_SERVER: server } },
  );
  // Ctrl-C reaches Jupyter by itself, which asks before it stops; this process ends with it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => lab.kill('SIGTERM'));
  lab.on('close', (status) => {
    process.exitCode = status ?? 0;
  });
} catch (error) {
  const { code, message, remedy } = reportError(error);
  say(`error ${code}: ${message}\n  remedy: ${remedy}`);
  process.exitCode = 1;
}
