import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const HOUR = 3_600_000;
const begin = Date.UTC(2024, 2, 4);
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
/** For each hour of four days what was forecast 48, 24 and 6 hours before, in no order of issue. */
const leads = [24, 48, 6];
const lines = Array.from({ length: 96 }, (_, hour) => hour).flatMap((hour) =>
  leads.map((lead) => `${text(begin + (hour - lead) * HOUR)},${text(begin + hour * HOUR)},${hour}.${lead}`),
);
const content = `issued,valid,load\n${lines.join('\n')}\n`;
const values = { load: {} };
const time = { column: 'valid', issued: 'issued' } as const;

test.for<[vintage: 'latest' | 'first' | { lead: string }, lead: number]>([
  ['latest', 6],
  ['first', 48],
  [{ lead: '24h' }, 24],
  [{ lead: '20h' }, 24],
  [{ lead: '30h' }, 48],
])('of forecasts for one time, the one of the vintage counts: %j', async ([vintage, lead]) => {
  const { rows, receipt } = await ingestContent(content, { spec: { time: { ...time, vintage }, values } });
  expect(rows).toEqual(
    Array.from({ length: 96 }, (_, hour) => [
      new Date(begin + hour * HOUR).toISOString(),
      'all',
      Number(`${hour}.${lead}`),
    ]),
  );
  expect(receipt.rows).toMatchObject({ read: 288, accepted: 96, conflicts: 0, otherVintages: 192 });
  expect(receipt.warnings.join('\n')).toContain('192 readings are left out');
});

test('vintages are found out and asked about, with their series', async () => {
  const withSites = lines.flatMap((line) => [`north,${line}`, `south,${line}1`]);
  const sites = `site,issued,valid,load\n${withSites.join('\n')}\n`;
  for (const file of [content, sites]) {
    const error = await rejectionOf(file);
    expect([error.code, error.message, error.remedy]).toEqual([
      'FILE_AMBIGUOUS',
      expect.stringContaining("'issued' says when a reading for 'valid' was issued"),
      expect.stringContaining('time.vintage, for example latest'),
    ]);
  }
  const { rows } = await ingestContent(sites, { spec: { time, entity: 'site', values } });
  expect(rows).toHaveLength(192);
});

test('two rows of one vintage are a conflict, and one whose issue cannot be read is refused', async () => {
  const [first = ''] = lines;
  const more = [...lines, `${first}5`, first.replace(/^[^,]*/, 'soon')];
  const { receipt, refusals } = await ingestContent(`issued,valid,load\n${more.join('\n')}\n`, {
    spec: { time: { ...time, vintage: { lead: '24h' } }, values },
  });
  expect(receipt.rows).toMatchObject({ read: 290, accepted: 96, conflicts: 1, refused: 1 });
  expect(refusals.map(({ code }) => code).sort()).toEqual(['CONFLICT_REPLACED', 'ISSUED_UNREADABLE']);
});

test('how far a forecast looks ahead names no series', async () => {
  const withLead = Array.from({ length: 40 }, (_, hour) => hour).flatMap((hour) =>
    leads.map(
      (lead) => `${text(begin + (hour - lead) * HOUR)},${text(begin + hour * HOUR)},${lead},${hour}.5`,
    ),
  );
  const error = await rejectionOf(`issued,valid,step,load\n${withLead.join('\n')}\n`);
  expect([error.code, error.remedy]).toEqual(['FILE_AMBIGUOUS', expect.stringContaining('time.vintage')]);
});

test('a file of which all readings were issued too late is refused', async () => {
  const late = Array.from(
    { length: 40 },
    (_, hour) => `${text(begin + hour * HOUR)},${text(begin + hour * HOUR)},1.5`,
  );
  const error = await rejectionOf(`issued,valid,load\n${late.join('\n')}\n`, {
    spec: { time: { ...time, vintage: { lead: '1h' } }, values },
  });
  expect([error.code, error.place.column]).toEqual(['NO_ROWS', 'issued']);
});
