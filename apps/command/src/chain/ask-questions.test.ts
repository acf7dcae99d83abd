import { PassThrough } from 'node:stream';
import type { FilePreview, OpenQuestion } from '@wattline/engine/preview';
import type { SpecEdit } from '@wattline/spec/edit';
import { expect, test } from 'vitest';
import { type Answers, askQuestions, choiceOf, questionText } from './ask-questions.ts';

const choice = (label: string, path: string[], value: string): OpenQuestion['choices'][number] => ({
  label,
  edits: [{ path, value }],
  gives: [`read as ${label}`],
  fits: true,
});

const dates: OpenQuestion = {
  about: 'time',
  question: 'day first or month first?',
  key: 'time.format',
  choices: [choice('%d/%m', ['time', 'format'], '%d/%m'), choice('%m/%d', ['time', 'format'], '%m/%d')],
};
const numbers: OpenQuestion = {
  about: 'load',
  question: 'thousands or decimals?',
  key: 'file',
  choices: [choice('decimal: ","', ['file', 'decimal'], ',')],
};

/** What is left open after so many answers. */
const look = async (edits: readonly SpecEdit[]): Promise<FilePreview> => ({
  kind: 'csv',
  decidedFrom: 'whole',
  spec: JSON.stringify(edits),
  columns: [],
  file: { columns: [], rows: [] },
  questions: [dates, numbers].slice(edits.length),
  evidence: [],
  warnings: [],
  rowsRead: 0,
  rowsRefused: 0,
  reasons: {},
  readings: { columns: [], rows: [] },
  features: { columns: [], rows: [] },
});

const asked = async (
  replies: readonly string[],
): Promise<{ answers: Answers | undefined; shown: string }> => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  let next = 0;
  output.on('data', (text: Buffer) => {
    shown += text.toString();
    // One reply for each time that it asks.
    if (!text.toString().includes('Which?')) return;
    const reply = replies[next];
    next += 1;
    if (reply === undefined) input.end();
    else input.write(`${reply}\n`);
  });
  const answers = await askQuestions(look, { input, output }, new AbortController().signal);
  return { answers, shown };
};

test('each question is put with what its answers give, until none is open', async () => {
  const { answers, shown } = await asked(['2', '1']);
  expect(answers?.edits).toEqual([
    { path: ['time', 'format'], value: '%m/%d' },
    { path: ['file', 'decimal'], value: ',' },
  ]);
  expect(answers?.spec).toBe(JSON.stringify(answers?.edits));
  expect(shown).toContain('read as %m/%d');
});

test('a reply that is no answer is asked for again; an empty one, or the end, answers nothing', async () => {
  expect((await asked(['9', 'perhaps', '%d/%m', '1'])).answers?.edits[0]).toEqual({
    path: ['time', 'format'],
    value: '%d/%m',
  });
  expect((await asked(['1', ''])).answers).toBeUndefined();
  expect((await asked([])).answers).toBeUndefined();
});

test('an answer is named by its number or by itself', () => {
  expect(['1', ' 2 ', '%m/%d', '0', '3', 'x'].map((reply) => choiceOf(reply, dates)?.label)).toEqual([
    '%d/%m',
    '%m/%d',
    '%m/%d',
    undefined,
    undefined,
    undefined,
  ]);
});

test('nothing that a file has written reaches the terminal as a command', () => {
  const label = '\u001b[2Jx';
  expect(
    questionText({ ...dates, choices: [{ label, edits: [], gives: [label], fits: false }] }),
  ).not.toContain('\u001b');
});
