import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiJson, createAsciiWriter } from './ascii-writer.ts';

test('JSON of ASCII says what JSON says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'grapheme' }), (value, text) => {
      const json = asciiJson({ value, text });
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      expect(/^[\x20-\x7e]*$/.test(json)).toBe(true);
    }),
  );
});

/** Text, bytes and places to go back to, as answers have them: some longer than a writer has room for at once. */
const step = fc.oneof(
  fc.record({
    text: fc.string({ unit: 'binary-ascii', maxLength: 40 }),
    times: fc.constantFrom(1, 3_000, 50_000),
  }),
  fc.record({ cut: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

test('what is written is there, however long it is, but for what was cut', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const to = createAsciiWriter();
      let wanted = '';
      for (const one of steps) {
        if ('cut' in one) {
          wanted = wanted.slice(0, Math.floor(wanted.length * one.cut));
          to.cut(wanted.length);
          continue;
        }
        const text = one.text.repeat(one.times);
        to.text(text);
        to.bytes(Buffer.from(text, 'latin1'));
        to.fill(text.length + 10, (bytes, _, from) => from + Buffer.from(text, 'latin1').copy(bytes, from));
        wanted += text.repeat(3);
        expect(to.length()).toBe(wanted.length);
      }
      const bytes = Buffer.concat(to.take().map((part) => part.bytes));
      expect(bytes.toString('latin1') === wanted).toBe(true);
    }),
    { numRuns: 200 },
  );
});
