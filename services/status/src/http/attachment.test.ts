import { expect, test } from 'vitest';
import { attachment } from './attachment.ts';

test('a name is saved as it is, and is never a path, a header or markup', () => {
  expect(attachment('a b.csv')).toBe(`attachment; filename="a_b.csv"; filename*=UTF-8''a%20b.csv`);
  expect(attachment('../../etc/passwd')).toContain('filename="passwd"');
  expect(attachment('..\\\\evil.exe')).toContain('filename="evil.exe"');
  const odd = attachment('"\r\nset-cookie: a=b;<é>\ud800.csv');
  expect(odd).not.toMatch(/[\r\n<>]|set-cookie: /);
  expect(odd).toContain("filename*=UTF-8''%22%0D%0Aset-cookie%3A%20a%3Db%3B%3C%C3%A9%3E%EF%BF%BD.csv");
  expect(attachment('/')).toContain('filename="download"');
});
