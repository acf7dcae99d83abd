// A process of its own that works on a store: `store-worker.ts count|create|write FOLDER TIMES`.
import { PreconditionFailed } from '@wattline/backend-contract';
import { openDirectoryStore } from '../open-directory-store.ts';

const [task = '', folder = '', times = '0'] = process.argv.slice(2);

const plain = () => openDirectoryStore({ name: 'plain', folder, versioned: false });

const countUp = async (): Promise<void> => {
  const store = await plain();
  for (let done = 0; done < Number(times); ) {
    const seen = await store.get('counter');
    const next = String(Number(new TextDecoder().decode(seen?.body)) + 1);
    try {
      await store.put('counter', next, { ifMatch: seen?.info.etag ?? '' });
      done += 1;
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
};

const create = async (): Promise<void> => {
  const store = await plain();
  let won = 0;
  for (let index = 0; index < Number(times); index += 1) {
    try {
      await store.put(`created/${index}`, String(process.pid), { ifAbsent: true });
      won += 1;
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
  process.stdout.write(`${won}\n`);
};

/** Writes until it is killed. */
const write = async (): Promise<void> => {
  const store = await openDirectoryStore({ name: 'staging', folder, versioned: true, notifiesPrefix: '' });
  process.stdout.write('ready\n');
  for (let index = 0; ; index += 1) await store.put('a', `${index % 10}`.repeat(300_000));
};

const tasks: Record<string, (() => Promise<void>) | undefined> = { count: countUp, create, write };
await tasks[task]?.();
