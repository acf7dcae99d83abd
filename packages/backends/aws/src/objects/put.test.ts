import { expect, test } from 'vitest';
import { partBytesFor } from './put.ts';

const MIB = 1 << 20;

test('a file needs no more parts than S3 takes', () => {
  expect(partBytesFor(20 * MIB, 8 * MIB)).toBe(8 * MIB);
  for (const bytes of [80_000 * MIB, 80_000 * MIB + 1, 5 * 1024 * 1024 * MIB]) {
    const part = partBytesFor(bytes, 8 * MIB);
    expect(part % MIB).toBe(0);
    expect(Math.ceil(bytes / part)).toBeLessThanOrEqual(10_000);
  }
  expect(partBytesFor(80_000 * MIB, 8 * MIB)).toBe(8 * MIB);
});
