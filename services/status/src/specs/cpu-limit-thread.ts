import { workerData } from 'node:worker_threads';
import { cpuMs } from './cpu-limit.ts';

const LOOK_MS = 50;

const limit = workerData as Int32Array;
setInterval(() => {
  const most = Atomics.load(limit, 0);
  if (most > 0 && cpuMs() > most) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS);
