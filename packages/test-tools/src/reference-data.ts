import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Tool } from './look-for.ts';

const look = (name: string, remedy: string): Tool => {
  const path = fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
  return existsSync(path) ? { found: path } : { missing: remedy };
};

/** A year of a city's consumption: 52,416 rows of ten minutes. */
export const referenceData: Tool = look(
  'powerconsumption.csv',
  'the public data set "Power Consumption of Tetouan City" (UCI Machine Learning Repository, number 849) is not part of this repository. To run these tests too, put it at ../shared/data/powerconsumption.csv. Tests on a made-up year of the same shape run without it',
);

/** What the original lab's notebook made of it. */
export const labTable: Tool = look(
  'lab-features.csv',
  'the table that the original lab made of its data is not part of this repository. To run these tests too, put it at ../shared/data/lab-features.csv',
);
