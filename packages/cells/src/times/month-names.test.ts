import { expect, test } from 'vitest';
import { monthOf } from './month-names.ts';

test.each(['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ru', 'el', 'sv'])(
  'months as %s writes them',
  (locale) => {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month, timeZone: 'UTC' });
      for (let index = 0; index < 12; index += 1) {
        const parts = format.formatToParts(Date.UTC(2024, index, 3));
        const name = parts.find(({ type }) => type === 'month')?.value ?? '';
        expect([name, monthOf(name), monthOf(name.toUpperCase())]).toEqual([name, index + 1, index + 1]);
      }
    }
  },
);

test('other words are no months', () => {
  for (const word of ['meter', 'T', 'Z', 'mo', '', '6月', 'listopada-07', 'constructor'])
    expect([word, monthOf(word)]).toEqual([word, undefined]);
  expect([monthOf('Mrz.'), monthOf('Sep'), monthOf('März'), monthOf('déc.')]).toEqual([3, 9, 3, 12]);
});
