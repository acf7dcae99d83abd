import { arrow } from './arrow/format.ts';
import { csv } from './csv/format.ts';
import type { Format } from './format.ts';
import { greenButton } from './green-button/format.ts';
import { json } from './json/format.ts';
import { nem } from './nem/format.ts';
import { parquet } from './parquet/format.ts';
import { xlsx } from './xlsx/format.ts';

/** Every format that can be read, in the order in which they are tried: CSV takes what is left. */
export const formats: readonly Format[] = [parquet, arrow, xlsx, greenButton, nem, json, csv];
