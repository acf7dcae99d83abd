import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lookFor, type Tool } from '@wattline/test-tools';
import { findPython } from '../../scripts/lab/find-python.ts';
import { labEnvironment } from '../../scripts/lab/lab-environment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
type NotebookName = 'explore' | 'forecast' | 'serve' | 'week';

export const notebookPath = (name: NotebookName): string =>
  fileURLToPath(new URL(`../../notebooks/${name}.ipynb`, import.meta.url));
const runner = fileURLToPath(new URL('run_notebook.py', import.meta.url));

/** The notebook's own Python, installed where it is not yet. */
export const notebookPython: Tool = await lookFor(() =>
  labEnvironment(root, findPython(), (text) => process.stderr.write(`${text}\n`)),
);

interface Shown {
  readonly pictures: number;
  /** What the cells wrote to standard error. */
  readonly complaints: readonly string[];
}

/**
 * Runs every cell in a kernel of its own, in `folder`.
 *
 * @param notebook.found a Python expression of what it found, a dictionary
 */
export const runNotebook = async <Found>(
  python: string,
  notebook: { readonly name: NotebookName; readonly found: string },
  folder: string,
  environment: Record<string, string>,
) => {
  const child = spawn(python, [runner, notebookPath(notebook.name), folder, notebook.found], {
    env: {
      ...process.env,
      IPYTHONDIR: folder,
      JUPYTER_CONFIG_DIR: folder,
      MPLCONFIGDIR: folder,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stderr, found: status === 0 ? (JSON.parse(stdout) as Found & Shown) : undefined };
};
