import type { z } from 'zod';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
export type Key = string | number;

/** A problem before it has a line. */
export interface Finding {
  readonly path: readonly Key[];
  readonly message: string;
  readonly remedy: string;
}

/** The names that a map at this place may have; undefined where any name is right. */
export type KnownKeys = (path: readonly Key[]) => readonly string[] | undefined;

const valueAt = (root: unknown, path: readonly Key[]): unknown => {
  let value = root;
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = Reflect.get(value, key);
  }
  return value;
};

const shown = (value: unknown): string => {
  if (value === null || value === undefined) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object') {
    return 'a map';
  }
  const text = String(value);
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === 'string' ? `'${short}'` : short;
};

const types: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two',
  object: 'a map of keys',
  record: 'a map of names',
};
const formats: Record<string, string> = {
  datetime: 'a time such as 2017-10-01T06:00',
  date: 'a date such as 2017-10-01',
};

const bound = (words: { inclusive: string; exclusive: string }, limit: unknown, inclusive = true): string =>
  `${inclusive ? words.inclusive : words.exclusive} ${String(limit)}`;

/** What an issue asks for, as the end of 'must …'. */
const demand = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `be ${types[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.message.startsWith('must ')
        ? issue.message.slice(5)
        : `be ${formats[issue.format] ?? issue.format}`;
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `not be ${issue.minimum === 1 ? 'empty' : `shorter than ${issue.minimum}`}`
        : `be ${bound({ inclusive: 'at least', exclusive: 'more than' }, issue.minimum, issue.inclusive)}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `not be longer than ${issue.maximum}`
        : `be ${bound({ inclusive: 'at most', exclusive: 'less than' }, issue.maximum, issue.inclusive)}`;
    default:
      return issue.message.replace(/^must /, '');
  }
};

const unknownKeys = (
  path: readonly Key[],
  names: readonly string[],
  known: readonly string[] | undefined,
): Finding[] =>
  names.map((name) => {
    const meant = known && nearest(name, known);
    return {
      path: [...path, name],
      message:
        meant === undefined
          ? 'is not a key of a spec here'
          : `is not a key of a spec here; did you mean ${meant}?`,
      remedy:
        meant === undefined
          ? `remove ${name}${known === undefined ? '' : `, or write one of ${known.join(', ')}`}`
          : `write ${meant} instead of ${name}`,
    };
  });

const weight = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

/** What zod found, in words; `input` is what it looked at, `known` the names that a map there may have. */
export const findings = (issues: readonly Issue[], input: unknown, known: KnownKeys): Finding[] =>
  issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((key) => typeof key !== 'symbol');
    const value = valueAt(input, path);
    const must = (what: string, choices: readonly string[] = []): Finding => {
      const meant = typeof value === 'string' ? nearest(value, choices) : undefined;
      return {
        path,
        message: value === undefined ? 'is missing' : `must ${what}; is ${shown(value)}`,
        remedy:
          value === undefined
            ? `add ${path.join('.')}: it must ${what}`
            : meant === undefined
              ? `correct ${path.join('.')}: it must ${what}`
              : `write ${meant}`,
      };
    };
    switch (issue.code) {
      case 'custom': {
        const remedy: unknown = issue.params?.remedy;
        return [
          {
            path,
            message: issue.message,
            remedy: typeof remedy === 'string' ? remedy : `correct ${path.join('.')}: ${issue.message}`,
          },
        ];
      }
      case 'unrecognized_keys':
        return unknownKeys(path, issue.keys, known(path));
      case 'invalid_value':
        return [must(demand(issue), issue.values.map(String))];
      case 'invalid_key':
        return [{ path, message: 'has an empty name', remedy: 'write the column’s name' }];
      case 'invalid_union': {
        const branches = issue.errors;
        if (
          branches.length > 0 &&
          branches.every((branch) =>
            branch.every((inner) => inner.path.length === 0 && inner.code !== 'unrecognized_keys'),
          )
        ) {
          return [must([...new Set(branches.flatMap((branch) => branch.map(demand)))].join(', or '))];
        }
        // The branch with the least wrong is the one that was meant; one of another type never is.
        const meant = branches
          .filter(
            (branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === 'invalid_type'),
          )
          .sort((a, b) => weight(a) - weight(b))[0];
        const within = (meant ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
        return findings(within, input, known);
      }
      default:
        return [must(demand(issue))];
    }
  });
