import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSpec, parseSpec, preset, presetNames, Spec } from './index.ts';

const back = (text: string): Spec => parseSpec(text, { file: 'wattline.yaml' });

describe('formatSpec', () => {
  test.each(presetNames)('%s parses back to an equal spec', (name) => {
    expect(back(formatSpec(preset(name)))).toEqual(preset(name));
  });

  test('any spec parses back to an equal spec', () => {
    const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text !== '__proto__');
    const specs = fc.record({
      columns: fc.uniqueArray(name, { minLength: 2, maxLength: 6 }),
      missing: fc.array(fc.string(), { maxLength: 4 }),
      vocabulary: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }),
      zone: fc.constantFrom('UTC', '+05:30', 'Europe/Paris'),
      fill: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
      split: fc.constantFrom(
        { train: 0.5, validation: 0.25, test: 0.25 },
        { validationFrom: '2017-10-01', testFrom: '2017-11-01T06:00' },
      ),
      cyclical: fc.boolean(),
    });
    fc.assert(
      fc.property(specs, ({ columns, missing, vocabulary, zone, fill, split, cyclical }) => {
        const [time = 't', category = 'c', ...values] = columns;
        const spec = Spec.parse({
          time: { column: time, zone },
          values: Object.fromEntries(
            [...values, `${time}${category}value`].map((column) => [column, { unit: 'kW' }]),
          ),
          categories: { [category]: { vocabulary } },
          missing,
          lags: fill === undefined ? {} : { fill },
          split,
          calendar: cyclical ? { cyclical: ['Hour'] } : {},
        });
        expect(back(formatSpec(spec))).toEqual(spec);
      }),
      { numRuns: 200 },
    );
  });

  test('leaves out defaults and says what keys mean', () => {
    const text = formatSpec(Spec.parse({ time: { column: 'at' }, values: { kw: {} } }));
    expect(text).toBe(
      `# yaml-language-server: $schema=./wattline.schema.json
# What to make of this dataset; what is missing has its default.

time:
  # The timestamp column, or up to six that make it up: [Date, Time], [year, month, day, hour]
  column: at

# The columns to make features of
values:
  kw: {}
`,
    );
  });
});
