import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';

const folder = new URL('../../../shared/data/', import.meta.url);

/** A file of the reference data, which stands beside the project and is not part of it. */
export const referenceFile = (name: 'powerconsumption.csv' | 'lab-features.csv'): string =>
  fileURLToPath(new URL(name, folder));

const missing = !existsSync(referenceFile('powerconsumption.csv'));

/** A test that needs the reference data: skipped without it, but never in CI. */
export const testWithReference = test.skipIf(missing && process.env.CI !== 'true');

if (missing)
  process.stderr.write(
    'the reference data is missing (../shared/data): the tests that need it are skipped\n',
  );
