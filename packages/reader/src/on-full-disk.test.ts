import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RejectedError, TransientError } from '@wattline/errors';
import { expect, onTestFinished, test, vi } from 'vitest';
import { unlessDiskIsFull } from './on-full-disk.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, statfs: vi.fn(real.statfs) };
});

test('a refusal counts where there was room; on a full disk the file is read again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-full-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const refusal = new RejectedError('FILE_UNREADABLE', 'a.csv cannot be read', { remedy: 'write it again' });
  expect(await unlessDiskIsFull(refusal, { file: 'a.csv', folder })).toBe(refusal);

  const disk = await statfs(folder);
  vi.mocked(statfs).mockResolvedValueOnce(Object.assign(Object.create(disk), disk, { bavail: 1 }));
  const error = await unlessDiskIsFull(refusal, { file: 'a.csv', folder });
  expect(error).toBeInstanceOf(TransientError);
  expect(error).toMatchObject({ code: 'ENOSPC', cause: refusal, place: { file: 'a.csv' } });
});
