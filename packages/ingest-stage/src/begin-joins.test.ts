import type { OtherDataset } from '@wattline/worker/stage';
import { expect, test } from 'vitest';
import { beginJoins } from './begin-joins.ts';

const columns = ['temperature_mean'];

/** What each dataset's latest version joins. */
const begin = async (
  latest: Readonly<Record<string, readonly string[]>>,
  joins: Parameters<typeof beginJoins>[2],
): Promise<string[]> => {
  const noted: string[] = [];
  const noteJoins = async (others: Iterable<string>): Promise<void> => {
    noted.push(...others);
  };
  const other = async (dataset: string) => ({ joins: latest[dataset] ?? [] }) as unknown as OtherDataset;
  await beginJoins({ noteJoins, other }, 'shop', joins);
  return noted;
};

test('what a dataset joins is written down', async () => {
  const joins = { weather: { columns }, cold: { dataset: 'weather', columns }, prices: { columns } };
  expect(await begin({ weather: ['stations'] }, joins)).toEqual(['weather', 'weather', 'prices']);
  expect(await begin({}, undefined)).toEqual([]);
});

test.each([
  ['itself', {}, 'shop', 'joins.cold: shop joins itself'],
  ['one that joins it', { weather: ['shop'] }, 'weather', 'shop joins weather, which joins shop'],
  [
    'one that joins it by others, which join each other',
    { weather: ['weather', 'stations'], stations: ['weather', 'floors'], floors: ['stations', 'shop'] },
    'weather',
    'shop joins weather, which joins stations, which joins floors, which joins shop',
  ],
] as const)('a dataset that joins %s is refused', async (_, latest, dataset, words) => {
  await expect(begin(latest, { cold: { dataset, columns } })).rejects.toMatchObject({
    code: 'JOIN_CIRCULAR',
    message: expect.stringContaining(words),
    place: { column: 'joins.cold', value: dataset },
    remedy: expect.stringContaining('Take joins.cold out of the spec'),
  });
});

test('a circle that the dataset is no part of does it no harm', async () => {
  expect(await begin({ weather: ['stations'], stations: ['weather'] }, { weather: { columns } })).toEqual([
    'weather',
  ]);
});
