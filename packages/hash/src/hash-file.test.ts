import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashFile } from './hash-file.ts';
import { createSha256, sha256, sha256After } from './sha256.ts';

test('a file, its chunks and its bytes at once have one hash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-hash-'));
  try {
    for (const size of [0, 1, 1 << 20, (1 << 20) + 1, 5_000_000]) {
      const bytes = Buffer.alloc(size, 'wattline');
      const path = join(folder, String(size));
      writeFileSync(path, bytes);
      const expected = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: size };
      const chunks = createSha256();
      for (let from = 0; from < size; from += 700_001) chunks.update(bytes.subarray(from, from + 700_001));
      expect(await hashFile(path)).toEqual(expected);
      expect(chunks.digest()).toEqual(expected);
      expect(sha256(bytes)).toBe(expected.sha256);
    }
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(hashFile(join(folder, '1'), stop)).rejects.toThrow('stopped');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a text hashes as its UTF-8', () => {
  expect(sha256('Ü')).toBe(sha256(Buffer.from('Ü', 'utf8')));
});

test('texts that begin alike hash as if they were hashed each', () => {
  const after = sha256After('begins älike ');
  for (const rest of ['one', '', 'twö']) expect(after(rest)).toBe(sha256(`begins älike ${rest}`));
});
