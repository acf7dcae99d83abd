import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RejectedError, TransientError } from '@wattline/errors';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchRoom } from './on-full-disk.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, statfs: vi.fn(real.statfs) };
});

const watchFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-full-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const disk = await statfs(folder);
  const leave = (bytes: number) =>
    vi
      .mocked(statfs)
      .mockResolvedValueOnce(Object.assign(Object.create(disk), disk, { bavail: bytes, bsize: 1 }));
  return { folder, leave };
};

const refusal = new RejectedError('FILE_UNREADABLE', 'a.csv cannot be read', { remedy: 'write it again' });

test('a refusal counts where there was room', async () => {
  const { folder } = await watchFolder();
  const room = watchRoom(folder);
  onTestFinished(room.stop);
  expect(await room.judge(refusal, 'a.csv')).toBe(refusal);
});

test('on a disk that was full meanwhile the file is read again, even if there is room by now', async () => {
  const { folder, leave } = await watchFolder();
  leave(1);
  const room = watchRoom(folder);
  onTestFinished(room.stop);
  const looked = vi.mocked(statfs).mock.calls.length;
  await expect.poll(() => vi.mocked(statfs).mock.calls.length).toBeGreaterThan(looked + 1);
  const error = await room.judge(refusal, 'a.csv');
  expect(error).toBeInstanceOf(TransientError);
  expect(error).toMatchObject({ code: 'ENOSPC', cause: refusal, place: { file: 'a.csv' } });
});

test('a file that fills the disk by itself fails in a way that counts', async () => {
  const { folder, leave } = await watchFolder();
  await writeFile(join(folder, 'spill'), Buffer.alloc(9 * 2 ** 20));
  const room = watchRoom(folder);
  onTestFinished(room.stop);
  room.stop();
  leave(1);
  leave(1);
  expect(await room.judge(refusal, 'a.csv')).toMatchObject({
    name: 'TransientError',
    code: 'READER_FAILED',
    message: 'a.csv needs more disk space than there is to be read',
  });
});
