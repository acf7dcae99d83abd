import { Spec } from '@wattline/spec';
import { expect, test, vi } from 'vitest';
import { clockOf } from '../times/clock.ts';
import { createRowReader } from './read-rows.ts';
import { createZoneReader } from './zone-cell.ts';

const spec = Spec.parse({
  time: { column: 'time', format: 'iso', zones: { column: 'zone' } },
  values: { load: {} },
});
const minute = (at: number): string =>
  new Date(Date.UTC(2024, 0, 1) + at * 60_000).toISOString().slice(0, 16);

test('one of very many times that is an instant makes all of them instants, each looked at by itself', () => {
  const read = createRowReader(spec, clockOf('UTC'));
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ time: minute(i), zone: 'America/Lima', load: i }));
  const [local] = read(rows).counted;
  expect(local?.at).toBe(Date.UTC(2024, 0, 1, 5));
  const { counted } = read([...rows, { time: `${minute(20_000)}Z`, zone: 'nowhere', load: 1 }]);
  expect([counted.length, counted[0]?.at]).toEqual([20_001, Date.UTC(2024, 0, 1)]);
});

test('zones are read alike however they are written, and nothing is kept of how they were', () => {
  const zoneOf = createZoneReader(spec);
  const kept = vi.spyOn(Map.prototype, 'set');
  for (let blanks = 0; blanks < 1_000; blanks += 1) {
    const written = `${' '.repeat(blanks)}europe/paris`;
    expect(zoneOf?.({ zone: written }, null)).toEqual({ name: 'Europe/Paris', written });
    const unknown = `Nowhere/Town_${blanks}`;
    expect(zoneOf?.({ zone: unknown }, null)).toEqual({ name: undefined, written: unknown });
  }
  expect(kept).not.toHaveBeenCalled();
  kept.mockRestore();
  for (const empty of [null, undefined, '']) expect(zoneOf?.({ zone: empty }, null).name).toBeUndefined();
});
