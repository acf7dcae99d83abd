/** Keys that every store takes. */
export const oddKeys = [
  'with space.csv',
  'a+b.csv',
  '100%.csv',
  '%2F%20.csv',
  'a=b&c,d;e@f.csv',
  "quote'.csv",
  'Zähler/übersicht.csv',
  '電力/消費.csv',
  '\u{1F50C}.csv',
  '..hidden..',
  '...',
  'version=abc/part-0.parquet',
  'deep/er/and/deep/er/still/a',
  'x'.repeat(255),
];

/** Keys that no store takes. */
export const invalidKeys = [
  '',
  '/',
  '/absolute',
  'a/',
  'a//b',
  '.',
  '..',
  './a',
  '../a',
  'a/../b',
  'a/./b',
  'a/..',
  'nul\0',
  'lone surrogate \uD800',
  'é'.repeat(513),
];
