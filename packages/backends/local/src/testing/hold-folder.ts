// Locks the given folder, says so, and does nothing more.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lockFolder } from '../lock.ts';

lockFolder(process.argv[2] ?? '');
// The lock must not hang on somebody keeping what lockFolder returned.
setFlagsFromString('--expose-gc');
await new Promise((resolve) => setImmediate(resolve));
runInNewContext('gc')();
await new Promise((resolve) => setImmediate(resolve));
process.send?.('locked');
setInterval(() => {}, 60_000);
