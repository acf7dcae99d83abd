import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { referenceData, testWith } from '@wattline/test-tools';
import { makeFolder } from './folder.ts';

/** A test that only the real data can decide. */
export const testWithReference = testWith({ 'reference data': referenceData });

/** The reference data, or a made-up year of the same shape where they are missing. For tests that compare two ways. */
export const yearOfReadings = async (): Promise<string> => {
  if ('found' in referenceData) return referenceData.found;
  const path = join(await makeFolder(), 'powerconsumption.csv');
  await writeSample({ path, seed: 1, days: 364 });
  return path;
};
