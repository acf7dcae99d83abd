import { Spec, type SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { createTimeCellReader } from './time-cell.ts';

const readerOf = (time: SpecInput['time']) =>
  createTimeCellReader(Spec.parse({ time, values: { load: {} } }));

test('hours alone are not read: whether they go from 1 to 24 shows in a file', () => {
  const column = ['date', 'hour'];
  expect(() => readerOf({ column, format: '%d.%m.%Y %H' })).toThrow(
    expect.objectContaining({
      code: 'TIMES_NEED_A_FILE',
      remedy: expect.stringContaining('event_timestamp'),
    }),
  );
  // The end of an hour of the clock is what it says.
  const ends = readerOf({ column, format: '%d.%m.%Y %H', label: 'end' });
  expect(ends.read({ date: '03.02.2024', hour: '5' })).toMatchObject({ kind: 'local' });

  const iso = readerOf({ column: 't', format: 'iso' });
  expect(iso.read({ t: '2024-02-03 05' })).toEqual({ kind: 'unreadable' });
  expect(iso.read({ t: '2024-02-03 05:00' })).toMatchObject({ local: Date.UTC(2024, 1, 3, 5) });
  expect(iso.read({ t: '2024-02-03' })).toMatchObject({ local: Date.UTC(2024, 1, 3) });
});
