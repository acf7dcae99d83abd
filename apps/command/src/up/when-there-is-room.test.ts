import type { DiskSpace } from '@wattline/bootstrap';
import { expect, test } from 'vitest';
import { whenThereIsRoom } from './when-there-is-room.ts';

const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
const space = (level: DiskSpace['level']): DiskSpace => ({ freeBytes: 0, totalBytes: 1_000_000, level });

test('tries again while the disk is full, and says so once', async () => {
  const said: string[] = [];
  const fates = [full, Object.assign(new Error('disk I/O error'), { code: 'FILE_FAILED' }), full];
  const result = await whenThereIsRoom(
    async () => {
      const fate = fates.shift();
      if (fate !== undefined) throw fate;
      return 'opened';
    },
    {
      read: async () => space('short'),
      log: (text) => said.push(text),
      signal: new AbortController().signal,
      everyMs: 0,
    },
  );
  expect(result).toBe('opened');
  expect(said).toEqual(['the disk is full (0 B free): wattline up starts once there is room']);
});

test('other errors are thrown, and so is a full disk once it is asked to stop', async () => {
  const options = { log: () => {}, everyMs: 0 };
  const damaged = new Error('damaged');
  await expect(
    whenThereIsRoom(() => Promise.reject(damaged), {
      ...options,
      read: async () => space('ok'),
      signal: new AbortController().signal,
    }),
  ).rejects.toBe(damaged);
  await expect(
    whenThereIsRoom(() => Promise.reject(full), {
      ...options,
      read: async () => space('short'),
      signal: AbortSignal.abort(),
    }),
  ).rejects.toBe(full);
});
