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

test('what is written is there, however long it is, but for what was cut', () => {
  const to = createAsciiWriter();
  const long = 'a'.repeat(100_000);
  to.text('[');
  to.text(long);
  const place = to.length();
  to.text('wrong');
  to.cut(place);
  to.bytes(Buffer.from('é', 'latin1'));
  to.text(']');
  expect(Buffer.from(to.end()).toString('latin1')).toBe(`[${long}é]`);
});
