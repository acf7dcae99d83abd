import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diskNeed, requireDisk } from './require-disk.ts';

const GB = 1e9;

test('a large run says what it takes, and whether that is there', () => {
  expect(diskNeed(GB, { freeBytes: 50 * GB }, 0)).toBe('takes about 4.0 GB of disk; 50.0 GB are free');
  expect(diskNeed(GB, { freeBytes: 3 * GB }, 0)).toMatch('3.0 GB are free: it may not be enough');
  expect(diskNeed(1e6, { freeBytes: 3 * GB }, 0)).toBeUndefined();
});

test('one that cannot fit is refused before it begins', () => {
  expect(() => diskNeed(GB, { freeBytes: 1.2 * GB }, 0)).toThrow(
    'cannot fit on the disk: it takes about 4.0 GB',
  );
  expect(() => diskNeed(GB, { freeBytes: 2 * GB }, GB)).toThrow('cannot fit');
  expect(diskNeed(GB, { freeBytes: 2.5 * GB }, GB)).toBeDefined();
});

test('by the sizes of the files, whether or not they are there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-disk-'));
  const [small, huge] = [join(folder, 'small.csv'), join(folder, 'huge.csv')];
  writeFileSync(small, 'a');
  writeFileSync(huge, '');
  // Holes take no room.
  truncateSync(huge, 8e12);
  expect(await requireDisk([small, join(folder, 'none.csv')], folder)).toBeUndefined();
  await expect(requireDisk([small, huge], folder)).rejects.toMatchObject({ code: 'DISK_FULL' });
});
