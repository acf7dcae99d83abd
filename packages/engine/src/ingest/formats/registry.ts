import { csv } from './csv/format.ts';
import type { Format } from './format.ts';
import { parquet } from './parquet/format.ts';

/** Every format that can be read, in the order in which they are tried: CSV takes what is left. */
export const formats: readonly Format[] = [parquet, csv];
