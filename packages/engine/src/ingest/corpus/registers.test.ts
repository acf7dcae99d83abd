import { describe, expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const HOUR = 3_600_000;
const start = Date.UTC(2022, 8, 1);

type Level = number | null;

/** A meter read once an hour; null: no reading. */
const readings = (levels: readonly Level[], entity?: string): string[] =>
  levels.map((level, row) => {
    const at = new Date(start + row * HOUR).toISOString();
    return `${at},${entity === undefined ? '' : `${entity},`}${level ?? ''}`;
  });

const ingest = (levels: readonly Level[], options: Record<string, unknown> = {}) =>
  ingestContent(['t,kwh', ...readings(levels)].join('\n'), {
    spec: {
      time: { column: 't' },
      values: { kwh: { kind: 'register', ...options } },
      quarantine: { maxFraction: 0.5 },
    },
  });

/** What it counted since each reading before. */
const counted = async (levels: readonly Level[], options?: Record<string, unknown>) => {
  const { rows, columns, receipt, refusals } = await ingest(levels, options);
  expect(columns).toEqual(['event_timestamp', 'entity', 'kwh', 'kwh counted']);
  const round = (cell: unknown): Level => (typeof cell === 'number' ? Math.round(cell * 1e6) / 1e6 : null);
  return {
    steps: rows.map((row) => round(row[3])),
    levels: rows.map((row) => round(row[2])),
    said: receipt.warnings.filter((warning) => warning.startsWith('register')).join('\n'),
    quarantined: refusals.map(({ line, value, code }) => [line, value, code]),
  };
};

describe('a register counts', () => {
  test('the difference of consecutive readings, and nothing before its first', async () => {
    const { steps, said } = await counted([100, 100.5, 102, 102, 103]);
    expect(steps).toEqual([null, 0.5, 1.5, 0, 1]);
    expect(said).toBe('');
  });

  test('over readings that are missing', async () => {
    expect((await counted([100, null, 102, 103])).steps).toEqual([null, null, 2, 1]);
  });

  test('each entity by itself', async () => {
    const lines = [...readings([1, 2, 3], 'a'), ...readings([900, 910], 'b')];
    const { rows } = await ingestContent(['t,meter,kwh', ...lines].join('\n'), {
      spec: { time: { column: 't' }, entity: 'meter', values: { kwh: { kind: 'register' } } },
    });
    const byMeter = rows.toSorted((a, b) => String(a[1]).localeCompare(String(b[1])));
    expect(byMeter.map((row) => row[3])).toEqual([null, 1, 1, null, 10]);
  });

  test('through the turn that its readings prove', async () => {
    const { steps, said } = await counted([99997.5, 99998.2, 99999, 99999.9, 0.6, 1.5]);
    expect(steps).toEqual([null, 0.7, 0.8, 0.9, 0.7, 0.9]);
    expect(said).toMatch(/rolled over at 100000 once \(from 99999.9 to 0.6 on line 6\)/);
  });

  test('through the turn that the spec names', async () => {
    expect((await counted([990, 999, 4, 12], { rollsOverAt: 1000 })).steps).toEqual([null, 9, 5, 8]);
  });

  test.each([
    ['from-zero', [null, 1, 1, 0.5, 1, 1]],
    ['unknown', [null, 1, 1, null, 1, 1]],
  ])('%s after a reset', async (onReset, right) => {
    const { steps, said } = await counted([5000, 5001, 5002, 0.5, 1.5, 2.5], { onReset });
    expect(steps).toEqual(right);
    expect(said).toMatch(/went back to 0 once \(from 5002 to 0.5 on line 5\)/);
  });

  test.each([
    ['unknown', null],
    ['nothing', 0],
  ])('%s as the meter is exchanged', async (onExchange, right) => {
    const levels = [5000, 5001, 5002, 88120, 88121, 88123, 88124];
    const up = await counted(levels, { onExchange });
    expect(up.steps).toEqual([null, 1, 1, right, 1, 2, 1]);
    expect(up.said).toMatch(/jumped to another level.* once \(from 5002 to 88120 on line 5\).*mostPerHour/);
    const down = await counted([5000, 5001, 5002, 310, 311, 312], { onExchange });
    expect(down.steps).toEqual([null, 1, 1, right, 1, 1]);
  });

  test('over a 0 between like readings, one or several', async () => {
    const { steps, levels, said, quarantined } = await counted([700, 701, 0, 702, 703, 0, 0, 704]);
    expect(levels).toEqual([700, 701, null, 702, 703, null, null, 704]);
    expect(steps).toEqual([null, 1, null, 1, 1, null, null, 1]);
    expect(quarantined).toEqual([
      [4, '0', 'REGISTER_ZERO'],
      [7, '0', 'REGISTER_ZERO'],
      [8, '0', 'REGISTER_ZERO'],
    ]);
    expect(said).toMatch(/showed 0 between two like readings 3 times \(first on line 4\)/);
  });

  test('over a single reading apart, below or far above', async () => {
    const { steps, quarantined } = await counted([700, 701, 690, 702, 703, 99703, 704, 705]);
    expect(steps).toEqual([null, 1, null, 1, 1, null, 1, 1]);
    expect(quarantined.map(([line]) => line)).toEqual([4, 7]);
  });

  test('not what lies beyond the longest gap that is bridged', async () => {
    const levels = [10, 11, 12, null, null, 15, 16];
    expect((await counted(levels, { bridge: '2h' })).steps).toEqual([null, 1, 1, null, null, null, 1]);
    const bridged = await counted(levels);
    expect(bridged.steps).toEqual([null, 1, 1, null, null, 3, 1]);
  });

  test('what a spec says may be counted in an hour', async () => {
    const levels = [1, 2, 3, 4, 900, 901];
    expect((await counted(levels)).steps).toEqual([null, 1, 1, 1, null, 1]);
    expect((await counted(levels, { mostPerHour: 1000 })).steps).toEqual([null, 1, 1, 1, 896, 1]);
  });
});

test('a heating season after a summer is no exchange', async () => {
  const levels = Array.from({ length: 200 }, (_, row) =>
    row < 150 ? 400 + row * 0.1 : 415 + (row - 150) * 3,
  );
  const { steps, said } = await counted(levels);
  expect(steps.slice(-2)).toEqual([3, 3]);
  expect(said).toBe('');
});

test('jumps that are many are no consumption, nor is what follows them', async () => {
  const levels = Array.from({ length: 400 }, (_, row) => 10_000 + row * 0.1 + (row % 12 < 2 ? 50_000 : 0));
  const { steps } = await counted(levels);
  expect(Math.max(...steps.map((step) => step ?? 0))).toBe(0.1);
});

test('a column that jumps to and fro is no register', async () => {
  const levels = Array.from({ length: 60 }, (_, row) => 300 + ((row * 7919) % 211));
  const error = await rejectionOf(['t,kwh', ...readings(levels)].join('\n'), {
    spec: { time: { column: 't' }, values: { kwh: { kind: 'register' } }, quarantine: { maxFraction: 0.4 } },
  });
  expect([error.code, error.remedy]).toEqual([
    'REGISTER_IMPLAUSIBLE',
    expect.stringContaining('set values.kwh.kind: gauge'),
  ]);
});
