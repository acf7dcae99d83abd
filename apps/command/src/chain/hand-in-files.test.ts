import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@wattline/hash';
import type { Output } from '@wattline/worker/stage';
import { expect, test } from 'vitest';
import { handInFiles } from './hand-in-files.ts';

test('long texts are files with their hash, the others go as they are, all in their order', async () => {
  const long = 'ä'.repeat(100_000);
  const place = { store: 'features', key: 'long.json', labels: { kind: 'list' } } as const;
  const short: Output = { store: 'features', key: 'short.json', body: '{}' };
  const pointer: Output = { store: 'features', key: 'latest.json', pointer: { order: '1' } };
  const [first, second, third] = await handInFiles(
    [{ ...place, body: long }, short, pointer],
    mkdtempSync(join(tmpdir(), 'wattline-hand-in-')),
  );
  expect(first).toMatchObject({ ...place, sha256: sha256(long) });
  expect(first).not.toHaveProperty('body');
  expect(first !== undefined && 'path' in first && readFileSync(first.path, 'utf8')).toBe(long);
  expect([second, third]).toEqual([short, pointer]);
});
