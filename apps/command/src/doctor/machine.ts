import { reportError } from '@wattline/errors';
import type { Finding } from '../text/findings.ts';
import { examineDisk } from './disk.ts';

const NODE_MAJOR = 24;

const node = (): Finding => {
  const what = 'Node';
  const { node: found } = process.versions;
  if (Number(found.split('.')[0]) >= NODE_MAJOR) return { what, status: 'ok', found };
  const remedy = `run the command through npm, which brings Node ${NODE_MAJOR}`;
  return { what, status: 'missing', found, remedy };
};

const engine = async (): Promise<Finding> => {
  const what = 'engine';
  try {
    const { ENGINE_VERSION } = await import('@wattline/engine');
    return { what, status: 'ok', found: `nodejs-polars loads, engine version ${ENGINE_VERSION}` };
  } catch (error) {
    const remedy = `remove node_modules and install again by Node 22 or newer, as with: npx --yes --package=node@${NODE_MAJOR} -- npm install (npm of an older one leaves out the engine's native part without an error)`;
    return { what, status: 'missing', found: reportError(error).message, remedy };
  }
};

/** What every command needs of this machine. `folder` is where files will be. */
export const examineMachine = async (folder: string): Promise<Finding[]> => [
  node(),
  await engine(),
  await examineDisk(folder),
];
