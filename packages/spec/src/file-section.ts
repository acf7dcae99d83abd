import { z } from 'zod';

const Character = z.string().length(1, 'must be one character');

/** How a file is written. Each key is found out by default. */
export const File = z
  .strictObject({
    delimiter: z
      .union([z.literal('whitespace'), Character])
      .describe('What parts fields: one character, or whitespace'),
    quote: z.literal('none').describe('none: quotes are part of the text'),
    decimal: z.enum(['.', ',']).describe('The decimal sign of all numbers'),
    thousands: z
      .enum([',', '.', ' ', "'", 'none'])
      .describe('What groups the digits of large numbers; a blank means blanks of any width'),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
    comment: z.string().min(1).describe('Lines that begin so are skipped'),
    header: z.int().gte(0).describe('The line that has the column names, from 1; 0: the file has none'),
    units: z.int().gte(1).describe('The line below the header that has units'),
    skip: z.int().gte(0).describe('Lines to skip before anything is read'),
    sheet: z.string().min(1).describe('The sheet of a workbook'),
    member: z.string().min(1).describe('The file in an archive'),
  })
  .partial();
export type File = z.infer<typeof File>;
