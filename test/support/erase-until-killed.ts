import { openLocalBackend } from '@wattline/bootstrap';
import type { Stores } from '@wattline/worker';
import { eraseTown } from './erase-town.ts';

/** Stores that call `after` once each change is made. */
const watched = (stores: Stores, after: () => void): Stores =>
  Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [
      name,
      new Proxy(store, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== 'function') return value;
          const call = value.bind(target) as (...args: unknown[]) => unknown;
          if (!['put', 'putFile', 'purge', 'delete'].includes(String(key))) return call;
          return async (...args: unknown[]) => {
            const result = await call(...args);
            after();
            return result;
          };
        },
      }),
    ]),
  ) as unknown as Stores;

// A process that erases, and dies after its n-th change of a store.
const [dataDir = '', scratch = '', nth = '0', aheadMs = '0'] = process.argv.slice(2);
const backend = await openLocalBackend({ dataDir });
let changes = 0;
await eraseTown(
  {
    stores: watched(backend.stores, () => {
      changes += 1;
      if (changes === Number(nth)) process.kill(process.pid, 'SIGKILL');
    }),
  },
  scratch,
  () => Date.now() + Number(aheadMs),
);
backend.close();
process.stdout.write(String(changes));
