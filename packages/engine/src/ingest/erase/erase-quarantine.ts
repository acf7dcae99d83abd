import { writeFile } from 'node:fs/promises';
import pl from 'nodejs-polars';
import { mentions } from '../../mentions.ts';

/** Writes a file of refused rows again without those of a series: by their lines, or by what they name. False where it has none. */
export const eraseFromQuarantine = async (
  path: string,
  {
    lines,
    entity,
    to,
  }: { readonly lines: ReadonlySet<number> | 'all'; readonly entity: string; readonly to: string },
): Promise<boolean> => {
  const rows = pl.readCSV(path, { inferSchemaLength: 0 });
  const texts = rows.columns.map((column) => rows.getColumn(column).toArray().map(String));
  const at = rows.getColumn('line').toArray().map(Number);
  const stays = at.map(
    (line, row) =>
      lines !== 'all' && !lines.has(line) && !texts.some((cells) => mentions(cells[row] ?? '', entity)),
  );
  if (stays.every((one) => one)) return false;
  const left = rows.filter(pl.Series('stays', stays, pl.Bool));
  await writeFile(to, left.writeCSV({ includeHeader: true }));
  return true;
};
