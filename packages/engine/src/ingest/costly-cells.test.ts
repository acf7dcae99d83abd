import { expect, test } from 'vitest';
import { ingestContent } from './testing/ingest-text.ts';

const hours = Array.from({ length: 48 }, (_, hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString());

test.each([
  ['digits that end in none', `${'1'.repeat(200_000)}x`],
  ['blanks', `1${' '.repeat(200_000)}x`],
  ['signs', '+-'.repeat(100_000)],
  ['what begins as a time', `2026-01-01${' '.repeat(200_000)}x`],
])('a long cell costs one pass: %s', async (_what, cell) => {
  const lines = hours.map((at, hour) => `${at},${hour === 7 ? cell : hour}`);
  const { receipt } = await ingestContent(`time,load\n${lines.join('\n')}\n`);
  expect(receipt.rows.read).toBe(48);
});
