import type { SpecInput } from '@wattline/spec';
import { expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';

const spec: SpecInput = {
  time: { column: 't' },
  entity: 'e',
  values: { v: {} },
  file: { decimal: ',' },
};

/** Far enough down that nothing looked at shows it. */
const STRAY = 27_111;
const content = (note: (index: number) => string): string => {
  const rows = Array.from({ length: 60_000 }, (_, index) => {
    const t = new Date(Date.UTC(2020, 0, 1, index)).toISOString().slice(0, 16);
    return index === STRAY ? `${t};stB;x;1.234\n` : `${t};st.A;${note(index)};1,5\n`;
  });
  return `t;e;note;v\n${rows.join('')}`;
};

test.for<[what: string, note: (index: number) => string]>([
  ['where names have dots and others none', () => 'x'],
  ['where cells that nobody uses have dots', (index) => (index % 2 === 0 ? 'a.b' : 'a')],
])('a dot beside decimal commas is no decimal sign, %s', async ([, note]) => {
  const { refusals, receipt } = await ingestContent(content(note), { spec });
  expect(receipt.rows).toMatchObject({ read: 60_000, refused: 1 });
  expect(refusals).toMatchObject([{ line: STRAY + 2, column: 'v', value: '1.234', code: 'NOT_A_NUMBER' }]);
});
