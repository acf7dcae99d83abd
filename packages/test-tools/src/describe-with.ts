import { describe, test } from 'vitest';
import type { Tool } from './look-for.ts';

type Tools = Readonly<Record<string, Tool>>;
type Found<Needs extends Tools> = { readonly [Name in keyof Needs]: string };

/** Skips with the reason; in CI, where nothing may be missing, fails with it. */
const leaveOut = (skip: (note: string) => never, reason: string): never => {
  if (process.env.CI !== 'true') skip(reason);
  throw new Error(`${reason}\nWith CI=true a missing tool fails: unset CI to leave these tests out.`);
};

const reasonsOf = (tools: Tools): string =>
  Object.entries(tools)
    .flatMap(([name, tool]) => ('missing' in tool ? [`no ${name}: ${tool.missing}`] : []))
    .join('; ');

const foundIn = <Needs extends Tools>(tools: Needs): Found<Needs> =>
  Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [name, 'found' in tool ? tool.found : '']),
  ) as Found<Needs>;

/** Tests that need all of `tools`. Where one is missing, a single test says so in their place. */
export const describeWith = <Needs extends Tools>(
  name: string,
  tools: Needs,
  body: (found: Found<Needs>) => void,
): void => {
  const reasons = reasonsOf(tools);
  describe(name, () => {
    if (reasons === '') body(foundIn(tools));
    else test('cannot run', ({ skip }) => leaveOut(skip, reasons));
  });
};

/** `test` for one test that needs all of `tools`. */
export const testWith =
  <Needs extends Tools>(tools: Needs) =>
  (name: string, body: (found: Found<Needs>) => Promise<void> | void, timeoutMs?: number): void => {
    const reasons = reasonsOf(tools);
    if (reasons === '') test(name, () => body(foundIn(tools)), timeoutMs);
    else test(name, ({ skip }) => leaveOut(skip, reasons));
  };
