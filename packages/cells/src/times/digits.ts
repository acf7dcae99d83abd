/** Directives of a format that are digits, as they are written whoever reads them. */
export const digits = {
  Y: '\\d{4}',
  y: '\\d{2}',
  m: '\\d{1,2}',
  d: '\\d{1,2}',
  e: ' ?\\d{1,2}',
  H: '\\d{1,2}',
  k: ' ?\\d{1,2}',
  I: '\\d{1,2}',
  l: ' ?\\d{1,2}',
  M: '\\d{1,2}',
  S: '\\d{1,2}',
  f: '\\d{1,9}',
  j: '\\d{1,3}',
} as const;
