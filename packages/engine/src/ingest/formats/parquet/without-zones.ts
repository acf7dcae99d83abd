import { copyFile, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { isZoneName, zoneNameInAnyCase } from '@wattline/time-zones';
import type { ColumnZone } from './arrow-zones.ts';
import { ARROW_SCHEMA } from './footer.ts';

const offset = /^[+-]\d\d:?\d\d$/;

/** Whether the native reader takes it: a zone that it does not know ends its process. */
const isKnown = ({ zone }: ColumnZone): boolean => offset.test(zone) || isZoneName(zone) || zone === 'utc';

export const unknownZones = (zones: readonly ColumnZone[]): ColumnZone[] =>
  zones.filter((each) => !isKnown(each));

/** What is said of such a column. */
export const unknownZone = ({ column, zone }: ColumnZone): string => {
  const meant = zoneNameInAnyCase(zone);
  return `column '${column}' names the time zone '${zone.slice(0, 50)}', which no time zone database has${meant === undefined ? '' : ` (it has ${meant})`}: its times are read in UTC, as they are stored; set time.zone to where they were read`;
};

const TAIL_BYTES = 8;

/**
 * A copy of a Parquet file without its Arrow schema, whose zones no database has: the file's own types say that the
 * times are in UTC.
 */
export const withoutArrowSchema = async (path: string, scratch: string): Promise<string> => {
  await mkdir(scratch, { recursive: true });
  const copy = join(scratch, 'without-zones.parquet');
  await copyFile(path, copy);
  const file = await open(copy, 'r+');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(TAIL_BYTES);
    await file.read(tail, 0, TAIL_BYTES, size - TAIL_BYTES);
    const footer = Buffer.alloc(Math.min(tail.readUInt32LE(0), size - TAIL_BYTES));
    const begin = size - TAIL_BYTES - footer.length;
    await file.read(footer, 0, footer.length, begin);
    // Its key gets another name of the same length. It is behind all names of columns.
    const key = footer.lastIndexOf(ARROW_SCHEMA);
    if (key !== -1) await file.write(ARROW_SCHEMA.replace('ARROW', 'arrow'), begin + key);
  } finally {
    await file.close();
  }
  return copy;
};
