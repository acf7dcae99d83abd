import { existsSync } from 'node:fs';
import { access, constants, readdir, statfs } from 'node:fs/promises';
import { reportError } from '@wattline/errors';
import { isFolderInUse } from '@wattline/local';
import { openLocalChain } from '@wattline/service';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { type Finding, tellFindings } from '../text/findings.ts';
import { bytesText } from '../text/numbers.ts';

const LITTLE_SPACE_BYTES = 2_000_000_000;
const NODE_MAJOR = 24;

const node = async (): Promise<Finding> => {
  const { node: version } = process.versions;
  return Number(version.split('.')[0]) >= NODE_MAJOR
    ? { what: 'Node', status: 'ok', found: version }
    : {
        what: 'Node',
        status: 'missing',
        found: version,
        remedy: `run the command through npm, which brings Node ${NODE_MAJOR}`,
      };
};

const engine = async (): Promise<Finding> => {
  try {
    const { ENGINE_VERSION } = await import('@wattline/engine');
    return { what: 'engine', status: 'ok', found: `nodejs-polars loads, engine version ${ENGINE_VERSION}` };
  } catch (error) {
    return {
      what: 'engine',
      status: 'missing',
      found: reportError(error).message,
      remedy: 'remove node_modules and run npm start again: it installs the native part for this machine',
    };
  }
};

const space = async (dataDir: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(existsSync(dataDir) ? dataDir : '.');
  const free = bavail * bsize;
  return free >= LITTLE_SPACE_BYTES
    ? { what: 'disk space', status: 'ok', found: `${bytesText(free)} free` }
    : {
        what: 'disk space',
        status: 'warning',
        found: `${bytesText(free)} free`,
        remedy: 'free some: a run needs about twice its file',
      };
};

const folder = async (dataDir: string): Promise<Finding> => {
  if (!existsSync(dataDir))
    return { what: 'data folder', status: 'ok', found: `${dataDir} is made by the first npm start` };
  try {
    await access(dataDir, constants.W_OK);
    await readdir(dataDir);
    return { what: 'data folder', status: 'ok', found: `${dataDir} can be written` };
  } catch (error) {
    const { message, remedy } = reportError(error);
    return { what: 'data folder', status: 'missing', found: message, remedy };
  }
};

const stack = async (dataDir: string): Promise<Finding> =>
  existsSync(dataDir) && isFolderInUse(dataDir)
    ? { what: 'stack', status: 'ok', found: `running on ${dataDir}` }
    : {
        what: 'stack',
        status: 'warning',
        found: 'none is running here',
        remedy: 'npm start starts one; wattline run needs none',
      };

const deadLetters = async (dataDir: string): Promise<Finding[]> => {
  if (!existsSync(dataDir)) return [];
  const chain = await openLocalChain({ dataDir });
  try {
    const found: Finding[] = [];
    for (const [name, queue] of Object.entries(chain.queues)) {
      const depth = (await queue.deadLetters?.depth()) ?? { visible: 0 };
      if (depth.visible === 0) continue;
      const remedy = 'look at the run’s error with: wattline runs; then: wattline replay RUN';
      found.push({ what: `${name} dead letters`, status: 'warning', found: `${depth.visible}`, remedy });
    }
    return found.length > 0 ? found : [{ what: 'dead letters', status: 'ok', found: 'none' }];
  } finally {
    chain.close();
  }
};

interface DoctorOptions extends MaybeServer {
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `wattline doctor`: exit status 1 where something is missing. */
export const doctor = async (options: DoctorOptions): Promise<void> => {
  const { dataDir } = options;
  const findings = onServer(options)
    ? await (await import('../server/doctor.ts')).serverFindings(options)
    : [
        await node(),
        await engine(),
        await folder(dataDir),
        await space(dataDir),
        await stack(dataDir),
        ...(await deadLetters(dataDir)),
      ];
  tellFindings(findings, options.json === true);
};
