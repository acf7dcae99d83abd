import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diskNeed, requireDisk } from './require-disk.ts';

const GB = 1e9;

test('a large run says what it takes, and whether that is there', () => {
  expect(diskNeed(GB, 50 * GB)).toBe('takes about 4.0 GB of disk; 50.0 GB are free');
  expect(diskNeed(GB, 3 * GB)).toMatch('3.0 GB are free: it may not be enough');
  expect(diskNeed(1e6, 3 * GB)).toBeUndefined();
});

test('one that cannot fit is refused before it begins', () => {
  expect(() => diskNeed(GB, 1.2 * GB)).toThrow('cannot fit on the disk: it takes about 4.0 GB');
  expect(diskNeed(GB, 1.3 * GB)).toBeDefined();
  // It says itself where there is no room, and its run is in the ledger.
  expect(diskNeed(1e6, 0)).toBeUndefined();
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
