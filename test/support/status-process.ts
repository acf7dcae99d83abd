import { type ServiceProcess, startServiceProcess } from './service-process.ts';

/** The status service as a process of its own without a supervisor, on a free port of this machine. */
export const startStatusProcess = (environment: Record<string, string>): Promise<ServiceProcess> =>
  startServiceProcess('status', environment);
