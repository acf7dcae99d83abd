import { openAsBlob } from 'node:fs';
import readWorkbook from 'read-excel-file/universal';
import { RejectedError } from '../../../errors.ts';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { openTranscoded } from '../transcoded/open-transcoded.ts';
import type { Cell } from '../transcoded/write-table.ts';
import { checkArchive } from './check-archive.ts';
import { chooseSheet, type Sheet } from './sheet.ts';

/** Day 0 of spreadsheets, and the day after it. */
const [DAY_0, DAY_1] = [Date.UTC(1899, 11, 30), Date.UTC(1899, 11, 31)];

/** A time of day is a part of day 0; its end is 24:00. */
const timeOfDay = (date: Date): string | undefined => {
  const ms = Math.round(date.getTime() / 1000) * 1000;
  if (ms === DAY_1) return '24:00:00';
  return ms >= DAY_0 && ms < DAY_1 ? new Date(ms).toISOString().slice(11, 19) : undefined;
};

/** Its types name the constructor of dates where a date is meant. */
const cellOf = (cell: unknown): Cell =>
  cell instanceof Date
    ? (timeOfDay(cell) ?? cell)
    : typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
      ? cell
      : null;

const readSheets = async (path: string, { name, limits }: Input): Promise<Sheet[]> => {
  try {
    await checkArchive(path, name, limits);
    // By the archive's directory: the library's other way, by streaming, waits without end for what follows an end.
    const sheets = await readWorkbook(await openAsBlob(path));
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(cellOf)) }));
  } catch (cause) {
    if (cause instanceof RejectedError) throw cause;
    throw new RejectedError('XLSX_UNREADABLE', `${name} is not an Excel workbook that can be read`, {
      place: { file: name },
      remedy: 'open it in Excel and save it again as .xlsx, or export the sheet as CSV',
      cause,
    });
  }
};

/** An Excel workbook as a source of rows; their "lines" are the sheet's rows. Throws RejectedError. */
export const openXlsx = async (input: Input, options: OpenOptions): Promise<Source> => {
  const { name } = input;
  const sheets = await readSheets(await input.unpackedPath(), input);
  const wanted = options.spec?.file?.sheet;
  const chosen = chooseSheet(sheets, wanted);
  if (chosen === undefined) {
    const names = sheets.map((sheet) => `'${sheet.name}'`).join(', ');
    throw new RejectedError(
      wanted === undefined ? 'NO_ROWS' : 'SHEET_NOT_FOUND',
      wanted === undefined
        ? `no sheet of ${name} holds a table; it has ${names}`
        : `${name} has no sheet '${wanted}'; it has ${names}`,
      {
        place: { file: name },
        remedy:
          wanted === undefined
            ? 'upload a workbook with a header row and at least one reading'
            : 'set file.sheet in the spec to one of these',
      },
    );
  }
  const { sheet, others } = chosen;
  return openTranscoded(input, options, {
    rows: sheet.rows,
    warnings:
      others.length === 0
        ? []
        : [
            `the sheet '${sheet.name}' was read; ${others.map((other) => `'${other}'`).join(', ')} hold tables too: set file.sheet to read another`,
          ],
  });
};
