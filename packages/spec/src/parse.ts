import { SpecError, type SpecProblem } from './errors.ts';
import { extend } from './extend.ts';
import { knownKeysAt } from './json-schema.ts';
import { nearest } from './nearest.ts';
import { isPresetName, presetNames } from './preset-names.ts';
import { presetInput } from './presets.ts';
import { findings, type Key } from './problems.ts';
import { Spec } from './schema.ts';
import { readSource, type Source } from './source.ts';
import { keysOfTime, saysNone, withoutTimes } from './timeless.ts';

/** A path as code writes it: `lags.by[2]`, `values["Zone 1"].min`. */
const keyText = (path: readonly Key[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') {
      return `${text}[${key}]`;
    }
    return /^[\w-]+$/.test(key)
      ? `${text}${text === '' ? '' : '.'}${key}`
      : `${text}[${JSON.stringify(key)}]`;
  }, '');

/** People do not correct more at once, and each costs a search for its line. */
const MAX_PROBLEMS = 100;

type Issues = Parameters<typeof findings>[0];

/** The first problems; of a map with very many unknown keys the first of these. */
const firstIssues = (issues: Issues): Issues =>
  issues
    .slice(0, MAX_PROBLEMS)
    .map((issue) =>
      issue.code === 'unrecognized_keys' ? { ...issue, keys: issue.keys.slice(0, MAX_PROBLEMS) } : issue,
    );

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A document without times. Throws SpecError where it says what needs them. */
const timeless = (content: Record<string, unknown>, file: string, locate: Source['locate']): unknown => {
  const problems = keysOfTime(content)
    .slice(0, MAX_PROBLEMS)
    .map(({ path, why }): SpecProblem => {
      const { line, column } = locate(path);
      return { line, column, key: keyText(path), message: why, remedy: `remove ${keyText(path)}` };
    });
  if (problems.length > 0) throw new SpecError('SPEC_INVALID', file, problems);
  return withoutTimes(content);
};

/** A map of times without a column is no way to say that there are none. */
const refuseNoColumn = ({ time }: Record<string, unknown>, file: string, locate: Source['locate']): void => {
  if (!isMap(time) || !Array.isArray(time.column) || time.column.length > 0) return;
  const remedy = 'write time: none where rows are of no time';
  throw new SpecError('SPEC_INVALID', file, [
    { ...locate(['time', 'column']), key: 'time.column', message: 'names no column', remedy },
  ]);
};

/** The document with the preset it names put under it. */
const whole = (source: Source, file: string): { input: unknown; from?: string } => {
  const { content, locate } = source;
  if (!isMap(content)) {
    const problem = { ...locate([]), key: '' };
    throw new SpecError('SPEC_INVALID', file, [
      content === null || content === undefined
        ? { ...problem, message: 'is empty', remedy: `write time and values, or preset: ${presetNames[0]}` }
        : { ...problem, message: 'must be a map of keys', remedy: 'write keys such as time: and values:' },
    ]);
  }
  refuseNoColumn(content, file, locate);
  if (saysNone(content)) return { input: timeless(content, file, locate) };
  if (!Object.hasOwn(content, 'preset')) {
    return { input: content };
  }
  const { preset: name, ...own } = content;
  if (!isPresetName(name)) {
    const meant = typeof name === 'string' ? nearest(name, presetNames) : undefined;
    const choices = presetNames.join(', ');
    throw new SpecError('SPEC_PRESET_UNKNOWN', file, [
      {
        ...locate(['preset']),
        key: 'preset',
        message: `there is no preset ${JSON.stringify(name)}; there are ${choices}`,
        remedy: meant === undefined ? `write one of ${choices}` : `write preset: ${meant}`,
      },
    ]);
  }
  return { input: extend(presetInput(name), own), from: `from preset ${name}` };
};

/**
 * Reads `wattline.yaml`. `file` is what errors call it. A key `preset` puts the document over that preset.
 * Throws SpecError with every problem found.
 */
export const parseSpec = (text: string, options: { readonly file: string }): Spec => {
  const source = readSource(text, options.file);
  const { input, from } = whole(source, options.file);
  const result = Spec.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const found = findings(firstIssues(result.error.issues), input, knownKeysAt);
  const problems = found.slice(0, MAX_PROBLEMS).map(({ path, message, remedy }): SpecProblem => {
    const { line, column, own } = source.locate(path);
    const origin = own || message === 'is missing' ? '' : ` (${from ?? 'the default'})`;
    return { line, column, key: keyText(path), message: `${message}${origin}`, remedy };
  });
  problems.sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
  throw new SpecError('SPEC_INVALID', options.file, problems);
};
