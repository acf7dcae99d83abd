import { expect, test } from 'vitest';
import { ingested, posted, transformOf } from './ingested.ts';

test('zones are posted and ingested alike in whatever case they are written', async () => {
  const zones = [
    'Us/Eastern',
    'US/EASTERN',
    'Gmt',
    'gmt',
    'Est',
    'PST',
    'VST',
    'SystemV/PST8',
    ' europe/paris ',
  ];
  const rows = zones.flatMap((zone, site) =>
    Array.from({ length: 6 }, (_, hour) => ({
      site: `s${site}`,
      time: `2024-07-01 ${String(hour).padStart(2, '0')}:00`,
      zone,
      load: `${hour}.5`,
    })),
  );
  const done = await ingested(rows, {
    time: { column: 'time', format: 'iso', zones: { column: 'zone' } },
    entity: 'site',
    values: { load: {} },
    quarantine: { maxFraction: 1 },
    partition: { entityBuckets: 1 },
  });
  if (done === undefined) throw new Error('the file was refused');
  expect(posted(transformOf(done.spec, [done.notation], false), rows)).toEqual(done.read);
  expect([done.read.readings.size, done.read.refused.length]).toEqual([42, 12]);
});
