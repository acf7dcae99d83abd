import { expect, test } from 'vitest';
import type { Chunk } from './csv/chunks.ts';
import { rowsSource } from './rows-source.ts';

test('cells with line ends and separators stay in their row; rows come in the order given, again and again', async () => {
  const rows = [
    ['2020-01-01', 'a\nb', '1'],
    ['2020-01-02', 'c\u001fd', '2'],
  ];
  const source = rowsSource({
    header: ['t', 'note', 'v'],
    sample: rows,
    rows: async function* () {
      yield rows.slice(0, 1);
      yield rows.slice(1);
    },
    firstLine: 2,
    missing: [''],
  });
  if (source.content.kind !== 'text') throw new Error('text is expected');
  for (const _time of [1, 2]) {
    const chunks: Chunk[] = [];
    for await (const chunk of source.content.chunks({ line: () => 2, reordered: false })) chunks.push(chunk);
    expect(chunks.map(({ bytes }) => bytes.toString())).toEqual([
      '2020-01-01\u001fa\u001eb\u001f1\n2020-01-02\u001fc d\u001f2\n',
    ]);
  }
});
