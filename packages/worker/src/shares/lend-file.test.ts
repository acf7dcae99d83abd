import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectStore } from '@wattline/backend-contract';
import { sha256 } from '@wattline/hash';
import { expect, test } from 'vitest';
import { lendFile } from './lend-file.ts';

const task = { run: 'r', dataset: 'd', replay: 1, part: 0, parts: 1 };

/** Lends a text twice, as attempts one after the other do. */
const lendTwice = async (isLocal: boolean) => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-lent-'));
  const puts: (boolean | undefined)[] = [];
  const objects = new Map<string, string>();
  const features = {
    name: 'features',
    head: async (key: string) => {
      const text = objects.get(key);
      return text === undefined ? undefined : { key, bytes: text.length, sha256: sha256(text) };
    },
    putFile: async (key: string, path: string, { move }: { move?: boolean }) => {
      puts.push(move);
      objects.set(key, readFileSync(path, 'utf8'));
      return {};
    },
    file: async (key: string) => `store/${key}`,
    ...(isLocal && { link: async () => undefined }),
  } as unknown as ObjectStore;
  const path = join(folder, 'unpacked');
  writeFileSync(path, 'a text');
  const lend = lendFile({
    stores: { features },
    ...{ stage: 'ingest' as const, task, scratch: folder, signal: AbortSignal.timeout(60_000) },
  });
  const [first, second] = [await lend(path), await lend(path)];
  expect(second).toEqual(first);
  expect(existsSync(path)).toBe(true);
  return { first, path, puts };
};

test('a file is lent once, at a place of the run that goes with its work', async () => {
  const hash = sha256('a text');
  const key = `work/r/replay-1/ingest/0/shares/files/${hash.slice(0, 16)}`;
  const ref = { store: 'features', key, bytes: 6, sha256: hash };
  const far = await lendTwice(false);
  expect(far).toMatchObject({ first: { path: far.path, ref }, puts: [false] });
  // There is one copy: the store's own.
  expect(await lendTwice(true)).toMatchObject({ first: { path: `store/${key}`, ref }, puts: [true] });
});
