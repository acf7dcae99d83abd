import { expect, test } from 'vitest';
import { touchedOf } from './touched.ts';

const days = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, day) =>
    new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10),
  );

const counts = (entries: Record<string, readonly string[]>) =>
  new Map(
    Object.entries(entries).map(([entity, of]) => [
      entity,
      new Map(of.map((day, index) => [day, index + 1])),
    ]),
  );

test('days, where there is room for them; who has most comes first', () => {
  expect(touchedOf(counts({ a: ['2024-03-02'], b: ['2024-03-01', '2024-03-04'] }))).toEqual({
    by: 'day',
    periods: ['2024-03-01', '2024-03-02', '2024-03-04'],
    entities: [
      { entity: 'b', rows: [1, 0, 2] },
      { entity: 'a', rows: [0, 1, 0] },
    ],
  });
});

test('months where days are too many, years where months are, and every row is counted', () => {
  const months = touchedOf(counts({ a: days('2024-01-01', 60) }));
  expect(months).toMatchObject({ by: 'month', periods: ['2024-01', '2024-02'] });
  expect(months.entities[0]?.rows).toEqual([(31 * 32) / 2, (60 * 61) / 2 - (31 * 32) / 2]);
  expect(touchedOf(counts({ a: days('2018-01-01', 1_200) })).periods).toEqual([
    '2018',
    '2019',
    '2020',
    '2021',
  ]);
});

test('nothing', () => {
  expect(touchedOf(new Map())).toEqual({ by: 'day', periods: [], entities: [] });
});
