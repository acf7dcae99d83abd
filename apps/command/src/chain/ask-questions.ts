import type { FilePreview, OpenQuestion } from '@wattline/engine/preview';
import type { SpecEdit } from '@wattline/spec/edit';
import { printable } from '../text/printable.ts';

/** Where questions are put: a terminal, or what stands in for one. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Reads a file again with answers; without any, as it shows itself. */
export type Look = (edits: readonly SpecEdit[]) => Promise<FilePreview>;

/** What was answered: the spec that says so, and the changes that were made. */
export interface Answers {
  readonly spec: string;
  readonly edits: readonly SpecEdit[];
}

type Put = (text: string) => Promise<string | undefined>;

/** The question with its answers numbered, each with what the file gives when it is read so. */
export const questionText = (question: OpenQuestion): string => {
  const { question: asked, key, choices } = printable(question);
  return [
    `${asked} (${key})`,
    ...choices.flatMap(({ label, gives, fits }, index) => [
      `  ${index + 1}  ${label}`,
      ...gives.map((text) => `       ${fits ? text : `cannot be read so: ${text}`}`),
    ]),
    '',
  ].join('\n');
};

/** The answer that a reply names, by number or as it is written; undefined where it names none. */
export const choiceOf = (
  reply: string,
  { choices }: OpenQuestion,
): OpenQuestion['choices'][number] | undefined => {
  const text = reply.trim();
  return /^\d+$/.test(text) ? choices[Number(text) - 1] : choices.find(({ label }) => label === text);
};

/** Asks until one of the answers is named; undefined where there is no reply. */
const ask = async (
  question: OpenQuestion,
  put: Put,
): Promise<OpenQuestion['choices'][number] | undefined> => {
  const range = question.choices.length === 1 ? '1' : `1 to ${question.choices.length}`;
  let text = `${questionText(question)}Which? [${range}; Enter: stop] `;
  for (;;) {
    const reply = await put(text);
    if (reply === undefined || reply.trim() === '') return undefined;
    const choice = choiceOf(reply, question);
    if (choice !== undefined) return choice;
    text = `  there is no answer ${JSON.stringify(reply.trim())}. Which? [${range}; Enter: stop] `;
  }
};

/** Puts what a file leaves open, one question after the other. Undefined where one is not answered. */
export const askQuestions = async (
  look: Look,
  { input, output }: Terminal,
  signal: AbortSignal,
): Promise<Answers | undefined> => {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input, output });
  // A terminal that is closed gives no reply.
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  const put: Put = (text) => Promise.race([lines.question(text, { signal }), closed]);
  try {
    let edits: readonly SpecEdit[] = [];
    for (;;) {
      const preview = await look(edits);
      const [open] = preview.questions;
      if (open === undefined) return { spec: preview.spec, edits };
      const choice = await ask(open, put);
      if (choice === undefined) return undefined;
      edits = [...edits, ...choice.edits];
    }
  } finally {
    lines.close();
  }
};
