import { describe, expect, test } from 'vitest';
import { SpecError } from './errors.ts';
import { parseSpec } from './parse.ts';
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
    ['a data file', 'x'.repeat(600_000), 1, /longer than 524288/, /data file/],
    ['__proto__', 'time: {column: at}\nvalues:\n  __proto__: {}\n', 3, /__proto__/, /rename/],
  ])('%s', (_why, text, line, message, remedy) => {
    const error = refusal(text);
    expect(error.code).toBe('SPEC_NOT_YAML');
    expect(error.problems[0]?.line).toBe(line);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
  });
});

describe('what costs a parser much', () => {
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');
  const values = (count: number, value: string): string =>
    `time: {column: at}\nvalues:\n${lines(count, (index) => `  k${index}: ${value}`)}`;

  test.each([
    ['one alias, very often', `a: &a 1\nb: [${'*a,'.repeat(15_000)}]`, /more than 100 aliases/],
    [
      'very many anchors',
      `${lines(8_000, (index) => `k${index}: &a${index} 1`)}\nb: [${'*a0,'.repeat(8_000)}]`,
      /more than 100 aliases/,
    ],
    ['aliases of merge keys', `a: &a {x: 1}\n${lines(5_000, (i) => `k${i}: {<<: *a}`)}`, /100 aliases/],
    ['very many unknown keys', lines(20_000, (index) => `k${index}: 1`), /is not a key of a spec/],
    ['very many wrong values', values(20_000, '1'), /must be a map of keys/],
    ['very many unknown keys below', values(8_000, '{x: 1}'), /is not a key of a spec/],
    [
      'very many unknown columns',
      `${values(10_000, '{}')}\ntarget: [${[...Array(10_000).keys()].join('q,')}q]`,
      /not an aggregated column/,
    ],
    ['a very long zone', `time: {column: at, zone: ${'x'.repeat(500_000)}}\nvalues: {a: {}}`, /IANA/],
  ])(
    '%s',
    (_why, text, message) => {
      // Quadratic work on these takes minutes: the runner's own time-out would end it.
      expect(() => parseSpec(text, { file: 'wattline.yaml' })).toThrow(message);
    },
    120_000,
  );

  test('ten thousand columns are a spec', () => {
    const { values: read } = parseSpec(values(10_000, '{}'), { file: 'wattline.yaml' });
    expect(Object.keys(read)).toHaveLength(10_000);
  });
});
