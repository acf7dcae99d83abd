import type { Evidence, Question, ReadingFacts } from '@wattline/errors';
import { printable } from './printable.ts';

/** A decision about how a file is read, why, what else would fit, and the spec's key. */
export const evidenceLine = ({ about, decision, because, alternatives, key }: Evidence): string =>
  `${about}: ${decision}, because ${because}${alternatives.length === 0 ? '' : `; else ${alternatives.join(' or ')}`} (${key})`;

/** What a file leaves open, its answers, and the spec's key. */
export const questionLine = ({ question, candidates, key }: Question): string =>
  `${key}: ${question} ${candidates.join(', or ')}`;

const part = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];

/** How a run's file was read, and what it left open. */
export const readingText = (raw: ReadingFacts): string => {
  const { evidence = [], questions = [] } = printable(raw);
  const lines = [
    ...part('open questions: answer them in the spec', questions.map(questionLine)),
    ...part('how the file was read, and why', evidence.map(evidenceLine)),
  ];
  return lines.length === 0 ? 'nothing is recorded of how the file was read' : lines.join('\n');
};
