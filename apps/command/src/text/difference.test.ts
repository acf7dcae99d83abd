import { expect, test } from 'vitest';
import { changesText } from './difference.ts';

const changed = (eventTimestamp: string) => ({
  change: 'changed' as const,
  entity: 'm1',
  eventTimestamp,
  cells: [{ column: 'area', from: 1, to: 2 }],
});

test('times of rows are shown where there are some', () => {
  expect(changesText([changed('2024-01-01T00:00:00.000Z')])).toContain('2024-01-01 00:00');
  const none = changesText([changed('1970-01-01T00:00:00.000Z')]);
  expect(none).not.toMatch(/TIME|1970/);
  expect(none).toMatch(/m1 +area +1 +2/);
});
