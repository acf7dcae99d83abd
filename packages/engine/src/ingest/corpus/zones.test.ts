import { otherZoneNames, zoneNames } from '@wattline/time-zones';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const values = { load: {} };
/** Midnight of the first of July by the clock, in three zones, over four hours. */
const sites = [
  ['Paris', 'Europe/Paris', '2024-06-30T22:00:00.000Z'],
  ['Lima', 'America/Lima', '2024-07-01T05:00:00.000Z'],
  ['Pune', 'Asia/Kolkata', '2024-06-30T18:30:00.000Z'],
] as const;
const rowsOf = (zoneOf: (site: (typeof sites)[number]) => string): string[] =>
  Array.from({ length: 30 }, (_, hour) => hour).flatMap((hour) =>
    sites.map(
      (site) =>
        `2024-07-0${1 + Math.floor(hour / 24)} ${String(hour % 24).padStart(2, '0')}:00,${site[0]},${zoneOf(site)}${hour}.5`,
    ),
  );
const firsts = (rows: readonly unknown[][]) =>
  sites.map(([site]) => rows.filter(([, name]) => name === site).at(0)?.[0]);
const right = sites.map(([, , at]) => at);

test('rows of zones in a column are read each in its own, found out or declared', async () => {
  const content = `time,site,tz,load\n${rowsOf(([, zone]) => `${zone},`).join('\n')}\n`;
  const declared = await ingestContent(content, {
    spec: { time: { column: 'time', zones: { column: 'tz' } }, entity: 'site', values },
  });
  expect(firsts(declared.rows)).toEqual(right);
  expect(declared.rows).toHaveLength(90);
  const found = await ingestContent(content);
  expect([firsts(found.rows), found.plan.spec.time.zones]).toEqual([right, { column: 'tz' }]);
  expect(found.receipt.warnings.join()).toContain('time.zones');
});

test('offsets in a column, found out', async () => {
  const offsets = { Paris: '+02:00', Lima: '-05:00', Pune: '+05:30' } as const;
  const { rows } = await ingestContent(
    `time,site,utc_offset,load\n${rowsOf(([site]) => `${offsets[site]},`).join('\n')}\n`,
  );
  expect(firsts(rows)).toEqual(right);
});

test('zones by the name of the entity', async () => {
  const content = `time,site,load\n${rowsOf(() => '').join('\n')}\n`;
  const entities = Object.fromEntries(sites.map(([site, zone]) => [site, zone]));
  const { rows } = await ingestContent(content, {
    spec: { time: { column: 'time', zones: { entities } }, entity: 'site', values },
  });
  expect(firsts(rows)).toEqual(right);
  const { Lima: _, ...others } = entities;
  const error = await rejectionOf(content, {
    spec: { time: { column: 'time', zones: { entities: others } }, entity: 'site', values },
  });
  expect([error.code, error.message]).toEqual(['REFUSED_TOO_MANY', expect.stringContaining('ZONE_UNKNOWN')]);
});

test('the hour that occurs twice, in each zone on its own night', async () => {
  const hours = (zone: string, date: string, clock: readonly string[]) =>
    clock.map((hour, row) => `${date} ${hour}:00,${zone},${row}.5`);
  const lines = [
    ...hours('Europe/Berlin', '2023-10-29', ['01', '02', '02', '03']),
    ...hours('America/New_York', '2023-11-05', ['00', '01', '01', '02']),
  ];
  const { rows } = await ingestContent(`time,tz,load\n${lines.join('\n')}\n`, {
    spec: { time: { column: 'time', zones: { column: 'tz' } }, values },
  });
  expect(rows.map(([time]) => String(time).slice(5, 13))).toEqual([
    '10-28T23',
    '10-29T00',
    '10-29T01',
    '10-29T02',
    '11-05T04',
    '11-05T05',
    '11-05T06',
    '11-05T07',
  ]);
});

test('an unknown zone refuses its rows, not the others', async () => {
  const lines = rowsOf(([, zone]) => `${zone},`);
  lines[7] = lines[7]?.replace('America/Lima', 'America/Limo') ?? '';
  const { rows, refusals } = await ingestContent(`time,site,tz,load\n${lines.join('\n')}\n`, {
    spec: { time: { column: 'time', zones: { column: 'tz' } }, entity: 'site', values },
  });
  expect(rows).toHaveLength(89);
  expect(refusals.map(({ code, value }) => [code, value])).toEqual([['ZONE_UNKNOWN', 'America/Limo']]);
});

test('zones are read in whatever case they are written, and what Polars does not have is refused', async () => {
  const hours = [
    ['US/Eastern', '16:00'],
    ['Us/Eastern', '16:00'],
    ['america/lima', '17:00'],
    ['Gmt', '12:00'],
    ['Est', '17:00'],
    ['PST', '20:00'],
    // Names that the runtime has alone.
    ['SystemV/PST8', undefined],
    ['US/Pacific-New', undefined],
    ['VST', undefined],
  ];
  const lines = hours.map(([zone], site) => `2024-07-01 12:00,${site},${zone},1.5`);
  const { rows, refusals } = await ingestContent(`time,site,tz,load\n${lines.join('\n')}\n`, {
    spec: {
      time: { column: 'time', zones: { column: 'tz' } },
      entity: 'site',
      values,
      quarantine: { maxFraction: 1 },
    },
  });
  const found = new Map(rows.map(([at, site]) => [site, String(at).slice(11, 16)]));
  expect(hours.map(([zone], site) => [zone, found.get(String(site))])).toEqual(hours);
  expect(refusals.map(({ code }) => code)).toEqual(['ZONE_UNKNOWN', 'ZONE_UNKNOWN', 'ZONE_UNKNOWN']);
});

test('Polars has each zone that is known', () => {
  const frame = pl.DataFrame({ at: [0] }, { schema: { at: pl.Datetime('ms') } });
  for (const zone of [...zoneNames, ...otherZoneNames])
    expect([zone, frame.select(pl.col('at').dt.replaceTimeZone(zone)).height]).toEqual([zone, 1]);
});

test('a word that could be a zone is none where nothing else says so', async () => {
  const hours = Array.from({ length: 30 }, (_, hour) => new Date(Date.UTC(2024, 6, 1, hour)).toISOString());
  const file = (name: string): string =>
    `time,${name},load\n${hours.map((hour, row) => `${hour.slice(0, 16).replace('T', ' ')},WEST,${row}.5\n`).join('')}`;
  expect((await ingestContent(file('region'))).rows[0]?.[0]).toBe('2024-07-01T00:00:00.000Z');
  expect((await ingestContent(file('tz'))).rows[0]?.[0]).toBe('2024-06-30T23:00:00.000Z');
});

test('of a local time and one in UTC, the latter is the time', async () => {
  const hours = Array.from({ length: 30 }, (_, hour) =>
    [hour + 1, hour].map((at) =>
      new Date(Date.UTC(2024, 0, 1, at)).toISOString().slice(0, 16).replace('T', ' '),
    ),
  );
  const { rows } = await ingestContent(
    `Local time,Time (UTC),load\n${hours.map(([local, utc], row) => `${local},${utc},${row}.5\n`).join('')}`,
  );
  expect(rows[0]?.[0]).toBe('2024-01-01T00:00:00.000Z');
});

test('an offset in the name of the time counts for all of its rows, and is said', async () => {
  const hours = Array.from({ length: 30 }, (_, hour) => new Date(Date.UTC(2024, 0, 1, hour)).toISOString());
  const file = (name: string): string =>
    `"${name}",load\n${hours.map((hour, row) => `${hour.slice(0, 16).replace('T', ' ')},${row}.5\n`).join('')}`;
  for (const [name, first] of [
    ['Date Time, GMT-05:00', '2024-01-01T05:00:00.000Z'],
    ['Time (UTC+5:30)', '2023-12-31T18:30:00.000Z'],
    ['Zeit [MEZ]', '2023-12-31T23:00:00.000Z'],
    ['Time (UTC)', '2024-01-01T00:00:00.000Z'],
    ['Time (TOTAL)', '2024-01-01T00:00:00.000Z'],
  ]) {
    const { rows, receipt } = await ingestContent(file(name ?? ''));
    expect([name, rows[0]?.[0]]).toEqual([name, first]);
    expect(receipt.warnings.join('\n')).toContain(
      name?.includes('TOTAL') ? 'name no time zone' : `as the name '${name}' says`,
    );
  }
});
