import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookFor, type Tool } from '@wattline/test-tools';
import { onTestFinished } from 'vitest';
import { makeFolder } from './folder.ts';

/** Whether a small disk can be mounted: only by root, on Linux. */
export const smallDisk: Tool = await lookFor(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return 'mount';
  } catch {
    throw new Error('a small disk cannot be mounted: run as root on Linux to test a full one');
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** A disk of its own, small enough to be filled. */
export const makeDisk = async (megabytes: number): Promise<string> => {
  const folder = await makeFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
};
