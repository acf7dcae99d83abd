import { createHash } from 'node:crypto';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyHashed } from './copy-hashed.ts';
import { temporaryFolder } from './objects/testing/temporary-folder.ts';

const sizes = [0, 1, 4 << 20, (8 << 20) + 3];

test.for([
  ...sizes.map((size) => ({ size, how: 'by pieces', threadFrom: Number.POSITIVE_INFINITY })),
  ...sizes.map((size) => ({ size, how: 'in a thread', threadFrom: 0 })),
])('every copy of $size bytes $how is what was hashed', async ({ size, threadFrom }) => {
  const folder = temporaryFolder();
  const [from, one, two] = [join(folder, 'from'), join(folder, 'one'), join(folder, 'two')];
  const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 11)) % 251));
  await writeFile(from, bytes);
  await chmod(from, 0o600);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(await copyHashed(from, [one, two], threadFrom)).toEqual({ sha256, bytes: size });
  for (const path of [one, two]) {
    expect(bytes.equals(await readFile(path))).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  }
  // With the code by which the store explains it.
  await expect(copyHashed(from, [one], threadFrom)).rejects.toMatchObject({
    code: 'EEXIST',
    syscall: 'open',
  });
});
