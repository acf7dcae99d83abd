import { expect, test, vi } from 'vitest';
import { otherZoneNames } from './other-zone-names.ts';
import { zoneIn } from './zone-in.ts';
import { isZoneName, zoneNameInAnyCase, zoneNames } from './zone-names.ts';

test('each name is one that this runtime knows', () => {
  for (const name of [...zoneNames, ...otherZoneNames]) {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: name })).not.toThrow();
    expect([isZoneName(name), zoneIn(name), zoneNameInAnyCase(name.toUpperCase())]).toEqual([
      true,
      name,
      name,
    ]);
  }
});

test.each([
  ['Us/Eastern', 'US/Eastern'],
  ['america/lima', 'America/Lima'],
  ['GB-EIRE', 'GB-Eire'],
  ['Etc/gmt+5', 'Etc/GMT+5'],
  ['Gmt', 'UTC'],
  ['utc', 'UTC'],
  ['Est', '-05:00'],
  ['PST', '-08:00'],
  ['+5:30', '+05:30'],
  // Names of the runtime alone.
  ['SystemV/PST8', undefined],
  ['US/Pacific-New', undefined],
  ['VST', undefined],
  ['+25:00', undefined],
  ['Factory', undefined],
])('%s is %s, and no name as it is written', (text, zone) => {
  expect([zoneIn(text), isZoneName(text)]).toEqual([zone, false]);
});

test('what is no zone costs no question to the runtime', () => {
  const asked = vi.spyOn(Intl, 'DateTimeFormat');
  for (let i = 0; i < 1_000; i += 1) expect(zoneIn(`Nowhere/Town_${i}`)).toBeUndefined();
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});
