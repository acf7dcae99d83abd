import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FolderInUse, type FolderLock, lockFolder } from './lock.ts';
import { becomeOrdinaryUser } from './testing/ordinary-user.ts';
import { startChild } from './testing/processes.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function lock(folder: string): FolderLock {
  const held = lockFolder(folder);
  onTestFinished(held.release);
  return held;
}

function refusalOf(folder: string): unknown {
  try {
    lock(folder);
    return undefined;
  } catch (error) {
    return error;
  }
}

test('a folder is locked once, and again after its release', () => {
  const folder = join(makeFolder(), 'made', 'for', 'it');
  const first = lock(folder);
  const refusal = refusalOf(folder);
  expect(refusal).toBeInstanceOf(FolderInUse);
  expect(refusal).toMatchObject({ code: 'FOLDER_IN_USE', pid: process.pid, place: { file: folder } });
  first.release();
  first.release();
  expect(existsSync(join(folder, 'lock.pid'))).toBe(false);
  lock(folder);
});

test('two folders are locked at the same time', () => {
  lock(makeFolder());
  lock(makeFolder());
});

test('the lock of a living process holds; that of a killed one is taken over', async () => {
  const folder = makeFolder();
  const child = startChild(new URL('./testing/hold-folder.ts', import.meta.url), folder);
  onTestFinished(child.kill);
  await child.hasTold(1);
  expect(refusalOf(folder)).toMatchObject({ code: 'FOLDER_IN_USE', pid: child.process.pid });

  await child.kill();
  expect(readFileSync(join(folder, 'lock.pid'), 'utf8')).toBe(`${child.process.pid}\n`);
  lock(folder);
  expect(readFileSync(join(folder, 'lock.pid'), 'utf8')).toBe(`${process.pid}\n`);
});

test('the holder is unknown while it has not said who it is', () => {
  const folder = makeFolder();
  lock(folder);
  rmSync(join(folder, 'lock.pid'));
  expect(refusalOf(folder)).toMatchObject({ code: 'FOLDER_IN_USE', pid: undefined });
});

test('a folder that cannot be made is an error that names it', () => {
  const file = join(makeFolder(), 'file');
  writeFileSync(file, '');
  expect(refusalOf(join(file, 'folder'))).toMatchObject({ code: 'FILE_UNREACHABLE' });
});

test('a lock file that cannot be written locks nothing, and says so', () => {
  becomeOrdinaryUser();
  const folder = makeFolder();
  lock(folder).release();
  chmodSync(join(folder, 'lock.db'), 0o400);
  expect(refusalOf(folder)).toMatchObject({ code: 'FILE_READ_ONLY' });
});
