import { reportError } from '@wattline/errors';
import { diskFinding } from '../doctor/disk.ts';
import type { Finding } from '../text/findings.ts';
import { openServer, type Server, type ServerOptions } from './open-server.ts';

const looked = async (what: string, look: () => Promise<Finding[]>): Promise<Finding[]> => {
  try {
    return await look();
  } catch (error) {
    const { code, message, remedy } = reportError(error);
    return [{ what, status: 'missing', found: `${code}: ${message}`, remedy }];
  }
};

const service = async (server: Server): Promise<Finding[]> => {
  const { version, backend, auth } = await server.api.getAbout({});
  const found = `release ${version}, ${backend}, ${auth.mayWrite ? 'may be changed' : 'may only be read'}`;
  return [{ what: 'status service', status: 'ok', found }];
};

const stores = async (server: Server): Promise<Finding[]> => {
  const found = (await server.api.getStores({})).stores.filter(({ reachable }) => !reachable);
  if (found.length === 0) return [{ what: 'stores', status: 'ok', found: 'all answer' }];
  const remedy = 'check that the bucket is there and that the service may read it';
  return found.map(({ bucket, error = 'does not answer' }) => ({
    what: `store ${bucket}`,
    status: 'missing',
    found: error,
    remedy,
  }));
};

const disk = async (server: Server): Promise<Finding[]> => {
  const { level, freeBytes } = (await server.api.getPipeline({})).disk;
  return [diskFinding('disk space', level, freeBytes)];
};

const queues = async (server: Server): Promise<Finding[]> => {
  const dead = (await server.api.getQueues({})).queues.filter(({ deadLetters }) => deadLetters > 0);
  if (dead.length === 0) return [{ what: 'dead letters', status: 'ok', found: 'none' }];
  const remedy = `look at the reasons at ${server.url}queues, correct them, and redrive`;
  return dead.map(({ name, deadLetters }) => ({
    what: `${name} dead letters`,
    status: 'warning',
    found: String(deadLetters),
    remedy,
  }));
};

const fleet = async (server: Server): Promise<Finding[]> => {
  const { kind, tasks } = await server.api.getFleet({});
  if (kind === 'unknown')
    return [
      {
        what: 'fleet',
        status: 'warning',
        found: 'nobody can be asked what runs',
        remedy: 'set WATTLINE_ECS_CLUSTER of the status service, where the stack runs on ECS',
      },
    ];
  const running = tasks.filter(({ status }) => status === 'running').length;
  return [{ what: 'fleet', status: running > 0 ? 'ok' : 'warning', found: `${running} tasks run` }];
};

/** What a server reports about the deployment behind it. */
export const serverFindings = async (options: ServerOptions): Promise<Finding[]> => {
  const server = openServer(options);
  const first = await looked('status service', () => service(server));
  if (first.some(({ status }) => status === 'missing')) return first;
  return [
    ...first,
    ...(await looked('stores', () => stores(server))),
    ...(await looked('disk space', () => disk(server))),
    ...(await looked('queues', () => queues(server))),
    ...(await looked('fleet', () => fleet(server))),
  ];
};
