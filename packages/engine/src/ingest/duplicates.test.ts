import { expect, test } from 'vitest';
import { ingestContent, lenient } from './testing/ingest-text.ts';

const at = '2020-01-01 00:00:00';
const later = '2020-01-01 00:10:00';
const read = (rows: string[], conflicts: 'last' | 'first' | 'quarantine') =>
  ingestContent(`t,v\n${rows.join('\n')}\n`, {
    spec: { ...lenient, quarantine: { maxFraction: 1, conflicts } },
  });

test('equal rows count once', async () => {
  const { rows, receipt, refusals } = await read([`${later},2`, `${at},1`, `${at},1`, `${at},1`], 'last');
  expect(rows.map((row) => row[2])).toEqual([1, 2]);
  expect(receipt.rows).toEqual({ read: 4, accepted: 2, refused: 0, exactDuplicates: 2, conflicts: 0 });
  expect(refusals).toEqual([]);
});

test.each([
  ['last', 5, [2, 4]],
  ['first', 1, [3, 4]],
] as const)('of different readings the %s counts', async (policy, value, replaced) => {
  // Lines 2 to 5: 1, 5, 9, 5.
  const { rows, receipt, refusals } = await read(
    [`${at},1`, `${at},5`, `${at},9`, `${at},5`, `${later},7`],
    policy,
  );
  expect(rows.map((row) => row[2])).toEqual([value, 7]);
  expect(receipt.rows).toEqual({ read: 5, accepted: 2, refused: 0, exactDuplicates: 1, conflicts: 2 });
  expect(refusals.map(({ line, code }) => [line, code])).toEqual(
    replaced.map((line) => [line, 'CONFLICT_REPLACED']),
  );
});

test('different readings are all refused where the spec says so', async () => {
  const { rows, receipt, refusals } = await read([`${at},1`, `${at},5`, `${later},7`], 'quarantine');
  expect(rows.map((row) => row[2])).toEqual([7]);
  expect(receipt.rows).toEqual({ read: 3, accepted: 1, refused: 2, exactDuplicates: 0, conflicts: 0 });
  expect(refusals.map(({ line, code }) => [line, code])).toEqual([
    [2, 'CONFLICT'],
    [3, 'CONFLICT'],
  ]);
});

test('a reading and nothing for the same time differ', async () => {
  const { receipt } = await read([`${at},1`, `${at},`], 'last');
  expect(receipt.rows.conflicts).toBe(1);
});

test('entities go to the bucket of their CRC-32', async () => {
  const rows = ['zeta', 'alpha', 'Ä', 'beta'].map((entity) => `${entity},${at},1`);
  const { readings, plan, columns } = await ingestContent(`e,t,v\n${rows.join('\n')}\n`, {
    spec: { ...lenient, entity: 'e' },
  });
  expect(columns).toEqual(['event_timestamp', 'e', 'v']);
  expect(plan.spec.partition.entityBuckets).toBe(16);
  // Worked out with Python: zlib.crc32(name.encode()) % 16.
  expect(readings.map(({ bucket, rows: count }) => [bucket, count])).toEqual([
    [3, 2],
    [10, 1],
    [11, 1],
  ]);
});
