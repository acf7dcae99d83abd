import pl, { type DataFrame, type DataType } from 'nodejs-polars';
import type { Chunk } from '../formats/csv/chunks.ts';
import { field } from './fields.ts';
import { type Layout, placing, unitFields } from './layout.ts';

const LF = 0x0a;

export const csvOptions = (chunk: Chunk) => ({
  hasHeader: false,
  quoteChar: '',
  sep: chunk.separator,
  eolChar: '\n',
  rechunk: true,
});

/** Every field of the file, those used alone read; one more shows rows that are too long. */
export const schemaOf = (layout: Layout, type: (index: number) => DataType) => {
  const schema: Record<string, DataType> = {};
  for (let index = 0; index <= layout.width; index += 1) {
    schema[field(index)] = type(index);
  }
  const used = new Set([
    ...layout.time,
    ...layout.entity,
    ...layout.values.map((value) => value.index),
    ...layout.categories.map((category) => category.index),
    ...placing(layout),
    ...unitFields(layout),
    layout.width - 1,
    layout.width,
  ]);
  return { schema, columns: [...used].sort((a, b) => a - b).map(field) };
};

/** A control character that the bytes lack: a logger that lost its power writes zeros, and no character is safe. */
const absentFrom = ({ bytes }: Chunk): string => {
  for (let code = 0; code < 0x20; code += 1)
    if (code !== LF && !bytes.includes(code)) return String.fromCharCode(code);
  return '\u0000';
};

/** Each record as one text, in the column `__text`. */
export const readLines = (chunk: Chunk): DataFrame =>
  pl.readCSV(chunk.bytes, { ...csvOptions(chunk), sep: absentFrom(chunk), schema: { __text: pl.String } });

export const fieldsPerLine = (chunk: Chunk) => pl.col('__text').str.split(chunk.separator).lst.lengths();
