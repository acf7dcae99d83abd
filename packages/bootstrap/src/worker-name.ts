import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** How the name of a worker in this process, or in process `pid` of this machine, begins. */
export const workerNamePrefix = (service: string, pid: number = process.pid): string =>
  `${service}@${hostname()}:${pid}-`;

/** Names a worker in the ledger. A container that is started again has the same host name and process id: not this name. */
export const workerName = (service: string): string =>
  workerNamePrefix(service) + randomBytes(3).toString('hex');
