import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContractContext } from './context.ts';

const PATIENCE_MS = 120_000;

export const describeAnnouncements = (context: ContractContext): void => {
  test('new objects under the prefix are announced, each version once or more, others are not', async ({
    skip,
  }) => {
    const { versioned, created } = context;
    if (created === undefined) return skip('the store announces nothing');
    const inside = `staging-directory/${context.fresh()}`;
    await versioned.put(`${context.fresh()}outside`, 'x');
    const path = join(context.scratch, 'announced');
    await writeFile(path, 'file');
    const put = [
      await versioned.put(`${inside}a b+c%é.csv`, 'one'),
      await versioned.put(`${inside}a b+c%é.csv`, 'three'),
      await versioned.putFile(`${inside}file`, path),
    ];
    const expected = put.map(({ key, bytes, etag, versionId }) =>
      expect.objectContaining({ key, bytes, etag, versionId }),
    );
    await expect
      .poll(created, { timeout: PATIENCE_MS, interval: 50 })
      .toEqual(expect.arrayContaining(expected));
    expect((await created()).filter(({ key }) => !key.startsWith('staging-directory/'))).toEqual([]);
  });
};
