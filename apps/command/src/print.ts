/** Results go to standard output; everything said on the way goes to standard error. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
