import { parse } from 'yaml';
import type { SpecEdit } from './edit-schema.ts';

/** What a file leaves open, and the spec's key that answers it. */
interface Open {
  /** A column's name, or a key. */
  readonly about: string;
  readonly key: string;
  readonly candidates: readonly string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A candidate as it is written in a spec: YAML where it is a map or a list, else text. */
const valueIn = (candidate: string): unknown => {
  if (!/^(?:\[.*\]|\{.*\}|[\w-]+: .+)$/s.test(candidate)) return candidate;
  try {
    return parse(candidate) as unknown;
  } catch {
    return candidate;
  }
};

/** `values.Zone 1.kWh.missing` as a path: a column's name may have dots. */
const pathOf = ({ about, key }: Pick<Open, 'about' | 'key'>): string[] => {
  for (const section of ['values', 'categories']) {
    const prefix = `${section}.${about}`;
    if (key === prefix) return [section, about];
    if (key.startsWith(`${prefix}.`)) return [section, about, ...key.slice(prefix.length + 1).split('.')];
  }
  return key.split('.');
};

type Value = Extract<SpecEdit, { path: string[] }>['value'];

const edit = (path: string[], value: unknown): SpecEdit => ({ path, value: value as Value });

/** The changes of a spec that give a question this answer. */
export const answerEdits = (question: Pick<Open, 'about' | 'key'>, candidate: string): SpecEdit[] => {
  const path = pathOf(question);
  const value = valueIn(candidate);
  return isRecord(value)
    ? Object.entries(value).map(([key, inner]) => edit([...path, key], inner))
    : [edit(path, value)];
};

const isUnder = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((key, index) => path[index] === key);

/** Whether changes settle a question: by its key, or because the column that it is about has another role now. */
export const isAnswered = (question: Open, edits: readonly SpecEdit[]): boolean => {
  const keys = question.candidates.flatMap((candidate) =>
    answerEdits(question, candidate).flatMap((one) => ('path' in one ? [one.path] : [])),
  );
  return edits.some((one) =>
    'path' in one
      ? one.value !== null && keys.some((key) => isUnder(one.path, key))
      : ('series' in one ? one.series : [one.column]).some((column) =>
          question.about.split(', ').includes(column),
        ),
  );
};
