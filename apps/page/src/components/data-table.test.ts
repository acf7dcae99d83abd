import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { type Column, DataTable } from './data-table.tsx';

interface Row {
  readonly name: string;
  readonly size?: number;
}

const columns: readonly Column<Row>[] = [
  { head: 'Name', rowHead: true, cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    head: 'Size',
    number: true,
    cell: ({ size }) => size,
    class: ({ size }) => (size === 0 ? 'bad' : undefined),
  },
  { head: 'Hidden', shown: false, cell: () => 'hidden' },
];

const rendered = (rows: readonly Row[], more: object = {}): string =>
  renderToString(h(DataTable<Row>, { label: 'Files', columns, rows, keyOf: ({ name }) => name, ...more }));

test('columns say what is a head, a number, a class; a dash where there is nothing', () => {
  const html = rendered([{ name: 'a', size: 0 }, { name: 'b' }]);
  expect(html).toContain('<th scope="row">a</th><td class="number bad">0</td>');
  expect(html).toContain('<th scope="row">b</th><td class="number">–</td>');
  expect(html).toContain('<button type="button" class="sort">Name</button>');
  expect(html).not.toContain('idden');
});

test('no rows: no table, but what the view says of it', () => {
  expect(rendered([], { empty: 'Upload a file' })).toBe('Upload a file');
  expect(rendered([])).not.toContain('<table');
});

test('many rows come in pages', () => {
  const html = rendered(Array.from({ length: 450 }, (_, i) => ({ name: `row ${i}` })));
  expect(html.match(/<tr/g)).toHaveLength(201);
  expect(html).toContain('1–200 of 450');
});

test('a detail is a line below its row', () => {
  const html = rendered([{ name: 'a' }], { detail: ({ name }: Row) => `${name} failed` });
  expect(html).toContain('<td colspan="2" class="cell-error">a failed</td>');
});
