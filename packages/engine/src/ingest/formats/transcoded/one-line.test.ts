import { expect, test } from 'vitest';
import { oneLine } from './write-table.ts';

test('line breaks within a cell become one blank; other blanks stay', () => {
  expect(oneLine(' a  b ')).toBe(' a  b ');
  expect(oneLine(' a \r\n\r\n b\n c ')).toBe(' a b c ');
  expect(oneLine('\n')).toBe(' ');
});

test('a long run of blanks costs one pass', () => {
  const blanks = ' '.repeat(300_000);
  expect(oneLine(`a${blanks}b`)).toHaveLength(300_002);
});
