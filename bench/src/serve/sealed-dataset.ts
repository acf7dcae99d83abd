import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMeters } from '@wattline/sample';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { measure } from '../measure.ts';
import { shown, specFile, work } from '../paths.ts';

export interface SealedDataset {
  readonly name: string;
  readonly data: string;
  readonly meters: readonly string[];
  /** Each meter's last sealed row, by its columns: plain features. */
  readonly last: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

interface Options {
  readonly name: 'serve-town' | 'serve-grid';
  readonly meters: number;
  readonly hours: number;
  readonly log: (text: string) => void;
}

const ENTITY = 'meter';

/** Reads each meter's last row of the feature files that were copied out. */
const lastRows = async (folder: string): Promise<SealedDataset['last']> => {
  const last = new Map<string, Readonly<Record<string, unknown>>>();
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.parquet')) continue;
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, name));
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    for (const row of await parquetReadObjects({ file, compressors })) {
      const meter = String(row[ENTITY]);
      const before = last.get(meter)?.event_timestamp as Date | undefined;
      if (before === undefined || before < row.event_timestamp) last.set(meter, row);
    }
  }
  return last;
};

/** A dataset of hourly readings of many meters, sealed by `wattline run`. */
export const sealDataset = async ({ name, meters, hours, log }: Options): Promise<SealedDataset> => {
  const file = join(work, `${name}-${meters}-${hours}.csv`);
  const [data, out] = [join(work, `${name}-data`), join(work, `${name}-out`)];
  await mkdir(work, { recursive: true });
  if (!existsSync(file))
    await writeMeters({
      path: file,
      meters,
      rowsPerMeter: hours,
      seed: 1,
      order: 'entity',
      cadenceMinutes: 60,
    });
  for (const folder of [data, out]) await rm(folder, { recursive: true, force: true });
  const args = ['run', shown(file), '--spec', shown(specFile(name)), '--dataset', name];
  const { seconds } = await measure({
    program: join('node_modules', '.bin', 'wattline'),
    args: [...args, '--data-dir', shown(data), '--out', shown(out)],
  });
  const last = await lastRows(join(out, 'features'));
  await rm(out, { recursive: true, force: true });
  log(`  ${name}: ${meters} meters, ${hours} hours, sealed in ${seconds.toFixed(1)} s`);
  return { name, data, meters: [...last.keys()].sort(), last };
};
