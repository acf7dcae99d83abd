/** Numbers in a file can lead to these: a position that no file has, a size or name that no system takes. */
const OF_THE_FILE: ReadonlySet<string> = new Set([
  'EINVAL',
  'EOVERFLOW',
  'ENAMETOOLONG',
  'EILSEQ',
  'EDOM',
  'ERANGE',
]);
/** The same as numbers, as Linux, macOS and Windows have them. */
const NUMBERS_OF_THE_FILE: ReadonlySet<number> = new Set([22, 33, 34, 36, 63, 75, 84, 87, 92]);

const SYSTEM_CODE = /^E[A-Z0-9]+$/;
const NATIVE = /\(os error (\d+)\)|\bOs \{ code: (\d+)/;
const WORDS =
  /no space left on device|disk quota exceeded|too many open files|input\/output error|read-only file system|cannot allocate memory|resource temporarily unavailable|stale file handle|bad_alloc|array buffer allocation failed/i;

/** Whether a text of native code says that the machine failed: disk, memory, handles, threads. */
export const isMachineText = (text: string): boolean => {
  const [, parenthesised, structured] = NATIVE.exec(text) ?? [];
  const number = parenthesised ?? structured;
  return number === undefined ? WORDS.test(text) : !NUMBERS_OF_THE_FILE.has(Number(number));
};

/** Whether a code is the system's, for what no file can be blamed. */
export const isMachineCode = (code: unknown): code is string =>
  typeof code === 'string' && SYSTEM_CODE.test(code) && !OF_THE_FILE.has(code);

const MAX_CAUSES = 8;

/** The error, and what it says caused it. */
export const causesOf = (error: unknown): Error[] => {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && causes.length < MAX_CAUSES; at = at.cause) causes.push(at);
  return causes;
};
