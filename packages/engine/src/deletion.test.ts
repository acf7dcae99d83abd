import { expect, test } from 'vitest';
import { DeletionRequest, resolveDeletion } from './deletion.ts';

test('times without an offset are those of the clocks of the zone', () => {
  const zone = 'Europe/Berlin';
  expect(resolveDeletion({ entity: 'M', from: '2024-03-31', to: '2024-04-01 12:30' }, zone)).toEqual({
    entity: 'M',
    from: '2024-03-30T23:00:00.000Z',
    to: '2024-04-01T10:30:00.000Z',
  });
  expect(resolveDeletion({ from: '2024-01-01T00:00:30+0530' }, zone)).toEqual({
    from: '2023-12-31T18:30:30.000Z',
  });
  expect(resolveDeletion({ to: '2024-01-01T00:00Z' }, zone)).toEqual({ to: '2024-01-01T00:00:00.000Z' });
});

test.for([
  [{ from: '31.03.2024' }, 'TIME_INVALID'],
  [{ from: '2024-02-30' }, 'TIME_INVALID'],
  [{ to: '2024-02-01T25:00' }, 'TIME_INVALID'],
  [{ from: '2024-02-01', to: '2024-02-01' }, 'SPAN_EMPTY'],
] as const)('%o is refused: %s', ([request, code]) => {
  expect(() => resolveDeletion(request, 'UTC')).toThrow(expect.objectContaining({ code }));
});

test('a deletion says an upload, or an entity or span', () => {
  for (const wrong of [
    {},
    { upload: 'r', entity: 'M' },
    { upload: 'r', to: '2024-01-01' },
    { entity: '' },
    { by: 'me' },
  ])
    expect(DeletionRequest.safeParse(wrong).success).toBe(false);
  for (const right of [{ upload: 'r' }, { entity: 'M' }, { from: '2024-01-01' }])
    expect(DeletionRequest.parse(right)).toEqual(right);
});
