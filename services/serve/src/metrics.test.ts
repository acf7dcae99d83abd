import { expect, test } from 'vitest';
import type { Histories } from './datasets/histories.ts';
import { createMetrics } from './metrics.ts';

test('what is held of a version is counted once a scrape, and a version that is held twice is added up', async () => {
  let walks = 0;
  const held = (dataset: string): Histories => {
    const counts: Histories['counts'] = () => {
      walks += 1;
      return { entities: 1, readings: 20 * walks, bytes: 300, dropped: 4 };
    };
    return { transform: { dataset, version: 'v1' }, counts } as Histories;
  };
  const versions = [held('town'), held('weather'), held('weather')];
  const { read } = createMetrics({ all: () => versions, dropped: () => new Map(), maxEntities: 7 });
  const valuesOf = async (): Promise<string[]> =>
    (await read()).split('\n').flatMap((line) => {
      const [, name, dataset, value] = /^wattline_(\w+)\{.*dataset="(\w+)".*\} (\d+)$/.exec(line) ?? [];
      return name === undefined ? [] : [`${name} ${dataset} ${value}`];
    });
  const others = ['entities 1 2', 'bytes 300 600'];
  expect(await valuesOf()).toEqual(
    expect.arrayContaining([
      'held_readings town 20',
      'held_readings weather 100',
      'dropped_entities weather 8',
    ]),
  );
  expect(walks).toBe(versions.length);
  // The next scrape counts again, and adds nothing to the one before.
  const again = await valuesOf();
  expect(walks).toBe(2 * versions.length);
  expect(again).toEqual(expect.arrayContaining(['held_readings town 80', 'held_readings weather 220']));
  for (const other of others) {
    const [name, town, weather] = other.split(' ');
    expect(again).toEqual(
      expect.arrayContaining([`held_${name} town ${town}`, `held_${name} weather ${weather}`]),
    );
  }
});
