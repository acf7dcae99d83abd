import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, limitCpu } from '../cpu-limit.ts';

// Waits, or works, for longer than the limit: `wait` or `work`, and the limit in ms.
const [what, limit] = process.argv.slice(2);
const ms = Number(limit);
const lift = limitCpu(ms);
const begun = cpuMs();
if (what === 'wait') await sleep(ms * 4);
else while (cpuMs() - begun < ms * 20);
lift();
process.stdout.write('done');
