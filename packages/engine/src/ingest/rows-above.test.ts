import { expect, test } from 'vitest';
import { ingestContent } from './testing/ingest-text.ts';

const hour = (index: number): string => new Date(Date.UTC(2024, 0, 1, index)).toISOString();
const rows = (from: number, to: number, delimiter: string, ...more: string[]): string[] =>
  Array.from({ length: to - from }, (_, index) =>
    [hour(from + index), `${(from + index) % 24}.5`, ...more].join(delimiter),
  );
const lines = (...parts: (string | string[])[]): string => `${parts.flat().join('\n')}\n`;

test.for<[what: string, content: string, refused: number[]]>([
  ['another delimiter', lines('time,load', rows(0, 5, ','), rows(5, 300, ';')), [2, 3, 4, 5, 6]],
  ['a delimiter that changes once', lines('time,load', rows(0, 1, ','), rows(1, 300, ';')), [2]],
  [
    'another delimiter, and a header again',
    lines('time,load', rows(0, 3, '\t'), '', 'time;load', rows(3, 300, ';')),
    [2, 3, 4],
  ],
  ['fewer columns', lines('time,load', rows(0, 4, ','), rows(4, 300, ',', '1', '2')), [2, 3, 4, 5]],
])('rows above the table are refused with their lines: %s', async ([, content, refused]) => {
  const { refusals, receipt } = await ingestContent(content);
  expect(refusals.map(({ line, code }) => [line, code])).toEqual(
    refused.map((line) => [line, 'ROW_TOO_SHORT']),
  );
  expect(receipt.rows).toMatchObject({ accepted: 300 - refused.length, refused: refused.length });
});

test('where they are many the file is refused', async () => {
  const content = lines('time,load', rows(0, 32, ','), rows(32, 300, ';'));
  await expect(ingestContent(content)).rejects.toMatchObject({
    code: 'REFUSED_TOO_MANY',
    place: { line: 2 },
  });
});

test('a table of its own above the header is said to be left out', async () => {
  const { refusals, receipt } = await ingestContent(
    lines('day,total', rows(0, 4, ','), '', 'time,load,a,b', rows(0, 300, ',', '1', '2')),
  );
  expect(refusals).toEqual([]);
  expect(receipt.warnings).toContainEqual(
    expect.stringContaining('4 lines from line 2 on look like readings of another table'),
  );
});

test('titles are none', async () => {
  const titles = ['Report of 2024-01-01 10:00 for 7 users', 'Made,2024-01-01 10:00,Rows,300', 'Meter,12345'];
  const { refusals, receipt } = await ingestContent(lines(titles, '', 'time,load', rows(0, 300, ',')));
  expect(refusals).toEqual([]);
  expect(receipt.warnings.filter((warning) => warning.includes('another table'))).toEqual([]);
});
