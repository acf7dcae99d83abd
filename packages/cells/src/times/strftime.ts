import { digits } from './digits.ts';

/** Offsets go to 18:00, as in Java and PostgreSQL: what lies beyond is a mistake. */
const directives: Record<string, string> = {
  ...digits,
  b: '[A-Za-z]{3}',
  h: '[A-Za-z]{3}',
  B: '[A-Za-z]{3,9}',
  a: '[A-Za-z]{3}',
  A: '[A-Za-z]{6,9}',
  p: '[AaPp][Mm]',
  P: '[AaPp][Mm]',
  z: '[+-](?:(?:0\\d|1[0-7]):?[0-5]\\d|18:?00)',
  F: '\\d{4}-\\d{1,2}-\\d{1,2}',
  T: '\\d{1,2}:\\d{2}:\\d{2}',
  R: '\\d{1,2}:\\d{2}',
  D: '\\d{1,2}/\\d{1,2}/\\d{2}',
  '%': '%',
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** polars parses what a pattern covers and ignores what follows, so the whole text is held against this first. */
export const patternRegex = (pattern: string): string => {
  const body = pattern
    // Digits of hours and minutes side by side have their full width, or nobody could part them.
    .replace('%H%M%S', '%{6}')
    .replace('%H%M', '%{4}')
    .replace(/%\{(\d)\}|%(\.\d?f)|%[-_0:#]?(.)|([^%]+)/g, (_, digits, fraction, directive, literal) =>
      digits !== undefined
        ? `\\d{${digits}}`
        : literal !== undefined
          ? escaped(String(literal))
          : fraction !== undefined
            ? '(?:\\.\\d{1,9})?'
            : (directives[String(directive)] ?? '.+?'),
    );
  return `^${body}$`;
};

/** Whether a pattern has the offset from UTC, so that no zone is needed. */
export const hasOffset = (pattern: string): boolean => /%[:#]?[zZ]/.test(pattern);

/** Patterns for values that leave out what is zero: midnight without its time, a full minute without seconds. */
export const shorterPatterns = (pattern: string): string[] => {
  const noFraction = pattern.replace(/%\.\d?f/, '');
  const noSeconds = noFraction.replace(/:%S/, '');
  const noTime = noSeconds.replace(/(?:,? +|T|:)%[HI](?::?%M)?(?: ?%p)?(?: ?%z)?$/, '');
  return [...new Set([noFraction, noSeconds, noTime])].filter(
    (shorter) => shorter !== pattern && shorter !== '' && (!hasOffset(pattern) || hasOffset(shorter)),
  );
};
