import { styleText } from 'node:util';
import { expect, test } from 'vitest';
import { guarded, guardedJson, printable, printableText } from './printable.ts';
import { receiptText } from './receipt.ts';

const HOSTILE = 'a\u001b[2J\u001b]0;title\u0007\u009b31m\u202ecsv.exe\r\nerror FORGED: line';

test('a name is one line of visible text', () => {
  expect(printableText(HOSTILE)).toBe(
    String.raw`a\u001b[2J\u001b]0;title\u0007\u009b31m\u202ecsv.exe\u000d\u000aerror FORGED: line`,
  );
  expect(printableText('März 1 – größer 日本 🌍.csv')).toBe('März 1 – größer 日本 🌍.csv');
});

test('text in a value is made printable wherever it is; lines of a message stay below its first', () => {
  expect(
    printable({ place: { file: 'a\u0007' }, lines: ['b\u001b[0m'], count: 1, message: 'one\ntwo' }),
  ).toEqual({
    place: { file: String.raw`a\u0007` },
    lines: [String.raw`b\u001b[0m`],
    count: 1,
    message: 'one\n  two',
  });
});

test('colours, lines and tabs reach the terminal, and nothing else that it obeys', () => {
  const red = styleText('red', 'error', { validateStream: false });
  const shown = guarded(`${red}\t1\n${HOSTILE}`)
    .replace(red, '')
    .replaceAll(/[\n\t]/g, '');
  expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  expect(guarded(`${red}\t1\n`)).toBe(`${red}\t1\n`);
  expect(JSON.parse(guardedJson(JSON.stringify({ name: HOSTILE })))).toEqual({ name: HOSTILE });
  expect(guardedJson(JSON.stringify({ name: HOSTILE }))).toMatch(/^[ -~]*$/);
});

test('a receipt of a hostile file is shown line by line', () => {
  const key = `staging-directory/${HOSTILE}`;
  const text = receiptText(
    {
      run: 'r',
      dataset: HOSTILE,
      status: 'waiting',
      upload: { key, at: '2026-01-01T00:00:00Z' },
      replay: 0,
      stages: [],
    },
    (_, place) => place,
  );
  expect(text.split('\n').some((line) => line.startsWith('error'))).toBe(false);
  expect(text).toContain(String.raw`\u001b[2J`);
});
