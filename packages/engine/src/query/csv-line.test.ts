import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';

test('what a spreadsheet would run is marked as text; numbers, quotes and line ends stay what they are', () => {
  expect(csvLine(['=1+1', '+x', '-x', '@x', '\tx', '\rx'])).toBe(`'=1+1,'+x,'-x,'@x,'\tx,"'\rx"\r\n`);
  expect(csvLine([-5.25, '-5.25', '+7', '1e-7', '-.5', 'a-b', ''])).toBe('-5.25,-5.25,+7,1e-7,-.5,a-b,\r\n');
  expect(csvLine(['a,b', 'a"b', 'a\nb', null, undefined])).toBe('"a,b","a""b","a\nb",,\r\n');
  expect(csvLine(['=HYPERLINK("http://x","y")'])).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`);
});
