import { describe, expect, test } from 'vitest';
import { SpecError } from './errors.ts';
import { readSource } from './source.ts';

const refusal = (text: string): SpecError => {
  try {
    readSource(text, 'wattline.yaml');
  } catch (error) {
    if (error instanceof SpecError) {
      return error;
    }
    throw error;
  }
  throw new Error('the text was taken');
};

describe('what is no YAML, or meant to do harm', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghij'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
  ].join('\n');
  test.each([
    ['tabs', 'time:\n\tcolumn: at\n', 2, /[Tt]abs/, /spaces/],
    ['a key twice', 'time: {column: at}\nvalues: {kw: {}}\ntime: {column: b}\n', 3, /unique/, /keep one/],
    ['an open bracket', 'values: [\n', 2, /sequence/, /./],
    ['two documents', 'time: {column: at}\n---\nvalues: {}\n', 2, /one document/, /keep one/],
    ['a tag', 'time: !!python/object {column: at}\n', 1, /tag/, /remove the tag/],
    ['an alias bomb', bomb, 1, /alias/i, /aliases/],
    ['an alias of itself', 'time: {column: at}\nvalues: &v\n  kw: *v\n', 3, /contains itself/, /write/],
    ['an unknown alias', 'time: *nothing\n', 1, /nothing/, /anchor/],
    ['great depth', `values: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, 1, /deep|call stack/i, /./],
    ['a data file', 'x'.repeat(1_000_001), 1, /longer than 1000000/, /data file/],
    ['__proto__', 'time: {column: at}\nvalues:\n  __proto__: {}\n', 3, /__proto__/, /rename/],
  ])('%s', (_why, text, line, message, remedy) => {
    const error = refusal(text);
    expect(error.code).toBe('SPEC_NOT_YAML');
    expect(error.problems[0]?.line).toBe(line);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
  });
});
