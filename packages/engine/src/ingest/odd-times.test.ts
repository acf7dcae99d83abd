import { describe, expect, test } from 'vitest';
import { isolatedSide } from './settle/isolated-times.ts';
import { ingestContent, rejectionOf } from './testing/ingest-text.ts';

const hour = (index: number): string => new Date(Date.UTC(2021, 2, 1, index)).toISOString();

/** 500 hourly readings, and one of another time on line 252. */
const withOdd = (time: string, count = 500): string => {
  const rows = Array.from({ length: count }, (_, index) => `${hour(index)},${index % 24}`);
  rows.splice(250, 0, `${time},7`);
  return `time,load\n${rows.join('\n')}\n`;
};

test.for(['9999-12-31T23:00:00Z', '1899-12-30T00:00:00Z'])('%s is refused with its line', async (time) => {
  const { receipt, plan } = await ingestContent(withOdd(time));
  expect(receipt.rows).toMatchObject({ read: 501, accepted: 500, refused: 1 });
  expect(receipt.reasons).toEqual({ TIME_IMPLAUSIBLE: 1 });
  expect(plan.to).toBe(hour(499));
  // What was refused shows in the spec, and so in the version.
  expect(plan.spec.time).toMatchObject({ earliest: '1900-01-01', latest: '2100-01-01' });
});

test('the spec says which times are plausible', async () => {
  const spec = { time: { column: 'time', earliest: '2021-03-02' }, values: { load: {} } };
  const { receipt } = await ingestContent(withOdd('2021-03-10T00:30:00Z'), {
    spec: { ...spec, quarantine: { maxFraction: 0.2 } },
  });
  expect(receipt.rows).toMatchObject({ refused: 24, accepted: 477 });
});

describe('one reading far from all others', () => {
  test('is asked about, with its line, and either answer is taken', async () => {
    const text = withOdd('2099-01-01T00:00:00Z');
    const error = await rejectionOf(text);
    expect(error).toMatchObject({
      code: 'TIME_ISOLATED',
      message: expect.stringContaining(
        'one reading of input.csv (2099-01-01) lies 77 years after all others',
      ),
      place: { line: 252, column: 'time', value: '2099-01-01T00:00:00.000Z' },
      remedy: expect.stringMatching(/time\.latest: 2098-12-31 refuses .* time\.latest: 2099-01-02 takes/),
    });
    const spec = (latest: string) => ({ time: { column: 'time', latest }, values: { load: {} } });
    expect((await ingestContent(text, { spec: spec('2098-12-31') })).receipt.reasons).toEqual({
      TIME_IMPLAUSIBLE: 1,
    });
    expect(await rejectionOf(text, { spec: spec('2099-01-02') })).toMatchObject({
      code: 'GRID_TOO_SPARSE',
      message: expect.stringMatching(/682,\d{3} rows, more than 100 for each reading/),
      place: { line: 252 },
      remedy: expect.stringContaining('limits.maxGridRowsPerReading'),
    });
    const wide = { ...spec('2099-01-02'), limits: { maxGridRowsPerReading: 2_000 } };
    expect((await ingestContent(text, { spec: wide })).receipt.rows.accepted).toBe(501);
  });

  test('series that are merely old, long or sparse are not asked about', () => {
    const at = (...months: [number, number][]) =>
      isolatedSide(months.map(([month, readings]) => ({ month, readings })));
    expect(at([0, 1], [900, 700], [901, 700])).toEqual({ side: 'first', readings: 1, gapMonths: 900 });
    expect(at([0, 700], [1, 700], [900, 14])).toMatchObject({ side: 'last', readings: 14 });
    // A sensor that paused for ten years; a census every five; a long series with a year missing.
    expect(at([0, 700], [120, 700])).toBeUndefined();
    expect(at([0, 1], [60, 1], [120, 1])).toBeUndefined();
    expect(at([0, 700], [200, 700], [230, 5])).toBeUndefined();
    expect(at([5, 700])).toBeUndefined();
  });
});
