import { Spec, type SpecInput } from '@wattline/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RejectedError } from '../errors.ts';
import { splitBounds } from './split-bounds.ts';

const specOf = (input: Partial<SpecInput>) =>
  Spec.parse({ time: { column: 't' }, values: { load: {} }, ...input });
const hour = 3_600_000;

describe('splitBounds by fractions', () => {
  test('counts intervals of the whole span', () => {
    const span = { from: '2017-01-01T00:00:00.000Z', to: '2017-12-30T23:00:00.000Z' };
    expect(splitBounds(specOf({}), span)).toEqual({
      validationFrom: new Date(Date.parse(span.from) + 6115 * hour).toISOString(),
      testFrom: new Date(Date.parse(span.from) + 7426 * hour).toISOString(),
    });
  });

  test('is at interval starts, in order, and leaves train its share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5000 }), fc.integer({ min: 50, max: 90 }), (n, percent) => {
        const from = Date.UTC(2017, 2, 3, 4, 30);
        const rest = (1 - percent / 100) / 2;
        const spec = specOf({ split: { train: percent / 100, validation: rest, test: rest } });
        const bounds = splitBounds(spec, {
          from: new Date(from).toISOString(),
          to: new Date(from + (n - 1) * hour).toISOString(),
        });
        const validation = (Date.parse(bounds.validationFrom) - from) / hour;
        const test = (Date.parse(bounds.testFrom) - from) / hour;
        expect(Number.isInteger(validation) && Number.isInteger(test)).toBe(true);
        expect(Math.abs(validation - (n * percent) / 100)).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(test).toBeGreaterThanOrEqual(validation);
        expect(test).toBeLessThanOrEqual(n);
      }),
    );
  });

  test('keeps days local over a change of clocks', () => {
    const spec = specOf({
      time: { column: 't', zone: 'Europe/Berlin' },
      interval: '1d',
      lags: { by: ['1d'] },
      split: { train: 0.5, validation: 0.5, test: 0 },
    });
    // 20 to 31 March 2017, local midnights; clocks go forward on the 26th.
    const bounds = splitBounds(spec, { from: '2017-03-19T23:00:00.000Z', to: '2017-03-30T22:00:00.000Z' });
    expect(bounds.validationFrom).toBe('2017-03-25T23:00:00.000Z');
    expect(bounds.testFrom).toBe('2017-03-31T22:00:00.000Z');
  });
});

describe('splitBounds by dates', () => {
  const span = { from: '2017-01-01T00:00:00.000Z', to: '2017-12-31T23:00:00.000Z' };

  test('reads dates and times in the zone, and offsets as they are', () => {
    const split = { validationFrom: '2017-07-01', testFrom: '2017-11-01T06:00' };
    const zoned = (zone: string) => specOf({ time: { column: 't', zone }, split });
    expect(splitBounds(zoned('Europe/Berlin'), span)).toEqual({
      validationFrom: '2017-06-30T22:00:00.000Z',
      testFrom: '2017-11-01T05:00:00.000Z',
    });
    expect(splitBounds(zoned('+03:00'), span).validationFrom).toBe('2017-06-30T21:00:00.000Z');
    const offset = specOf({ split: { ...split, testFrom: '2017-11-01T06:00:00-02:00' } });
    expect(splitBounds(offset, span).testFrom).toBe('2017-11-01T08:00:00.000Z');
  });

  test('puts the interval that a date falls into after the bound', () => {
    const spec = specOf({ split: { validationFrom: '2017-07-01T10:30', testFrom: '2017-11-01' } });
    expect(splitBounds(spec, span).validationFrom).toBe('2017-07-01T10:00:00.000Z');
  });

  test('refuses an empty train and a test before validation', () => {
    const code = (split: SpecInput['split']) => {
      try {
        splitBounds(specOf({ time: { column: 't', zone: '-05:00' }, split }), span);
      } catch (error) {
        return error instanceof RejectedError ? error.code : error;
      }
    };
    expect(code({ validationFrom: '2016-12-31', testFrom: '2017-06-01' })).toBe('SPLIT_WITHOUT_TRAINING');
    expect(code({ validationFrom: '2017-06-01T12:00', testFrom: '2017-06-01T13:00:00Z' })).toBe(
      'SPLIT_OUT_OF_ORDER',
    );
    expect(code({ validationFrom: '2017-06-01', testFrom: '2017-06-01' })).toBeUndefined();
  });
});
