import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeObjectStore } from '@wattline/backend-contract/contract';
import type { CreatedObject } from './notifier.ts';
import { openDirectoryStore } from './open-directory-store.ts';

for (const linked of [false, true])
  describeObjectStore(`a directory${linked ? ' with linked versions' : ''}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattline-objects-'));
    const created: CreatedObject[] = [];
    return {
      store: await openDirectoryStore({ name: 'plain', folder: join(folder, 'plain'), versioned: false }),
      versioned: await openDirectoryStore({
        name: 'versioned',
        folder: join(folder, 'versioned'),
        versioned: true,
        linked,
        notifiesPrefix: 'staging-directory/',
        onCreated: async (object) => {
          created.push(object);
        },
      }),
      created: async () => created,
      close: () => rm(folder, { recursive: true }),
    };
  });
