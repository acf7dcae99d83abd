import { describe, inject, test } from 'vitest';
import type {} from './infra-setup.ts';

/** Tests that need all of these: shown as skipped where one is missing. */
export const describeWith = <Needs extends Readonly<Record<string, string | boolean | undefined>>>(
  name: string,
  needs: Needs,
  body: (found: { [Key in keyof Needs]: Exclude<Needs[Key], undefined> }) => void,
): void => {
  const missing = Object.keys(needs).filter((key) => needs[key] === undefined || needs[key] === false);
  if (missing.length > 0) describe.skip(name, () => test(`needs ${missing.join(', ')}`, () => {}));
  else describe(name, () => body(needs as Parameters<typeof body>[0]));
};

export const describeOnMoto = (name: string, body: (python: string) => void): void =>
  describeWith(name, { terraform: inject('terraform'), moto: inject('motoPython') }, ({ moto }) =>
    body(moto),
  );
