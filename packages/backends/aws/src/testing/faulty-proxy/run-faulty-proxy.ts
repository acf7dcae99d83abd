import { startFaultyProxy } from './faulty-proxy.ts';
import { failAtRandom, repeatSends } from './random-faults.ts';

/**
 * The proxy as a process of its own, for a container: TARGET PORT PLAN. It needs this folder and Node, nothing else.
 * Asked to end, it prints what it did as one line of JSON.
 */
const [target = '', port, text = '{}'] = process.argv.slice(2);
const plan = JSON.parse(text);
const { decide, counts } = 'copies' in plan ? repeatSends(plan) : failAtRandom(plan);
const proxy = await startFaultyProxy(target, { host: '0.0.0.0', port: Number(port) });
proxy.plan(decide);
process.once('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify(counts())}\n`);
  proxy.close();
});
