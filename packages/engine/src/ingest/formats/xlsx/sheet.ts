import type { Cell } from '../transcoded/write-table.ts';

/** A sheet of a workbook: its rows from the first on, empty ones included. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

const isFilled = (row: readonly Cell[]): boolean =>
  row.filter((cell) => cell !== null && cell !== undefined && cell !== '').length >= 2;

const filledRows = ({ rows }: Sheet): number => rows.filter(isFilled).length;

/**
 * The sheet to read: the one asked for by name or place (from 1), else the one with a table. `others` are the names
 * of further sheets that hold tables, for the reader to be warned about; undefined where no sheet fits.
 */
export const chooseSheet = (
  sheets: readonly Sheet[],
  wanted: string | number | undefined,
): { readonly sheet: Sheet; readonly others: readonly string[] } | undefined => {
  if (wanted !== undefined) {
    const sheet = sheets.find(({ name }) => name === String(wanted)) ?? sheets[Number(wanted) - 1];
    return sheet && { sheet, others: [] };
  }
  const tables = sheets.filter((sheet) => filledRows(sheet) >= 2);
  const largest = [...tables].sort((a, b) => filledRows(b) - filledRows(a))[0];
  return (
    largest && {
      sheet: largest,
      others: tables.filter((table) => table !== largest).map(({ name }) => name),
    }
  );
};
