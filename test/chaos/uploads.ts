import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeMeters, writeSample } from '@wattline/sample';
import pl from 'nodejs-polars';
import { poisons } from './poisons.ts';

export interface Upload {
  readonly dataset: string;
  readonly file: string;
  readonly body: Uint8Array;
  /** A poison is refused, or fails with a reason. */
  readonly isSound: boolean;
}

type Maker = (folder: string, seed: number) => Promise<{ readonly file: string; readonly body: Uint8Array }>;

const town: Maker = async (folder, seed) => {
  const path = join(folder, 'town.csv');
  await writeSample({ path, seed, days: 10 });
  return { file: 'town.csv', body: await readFile(path) };
};

const meters: Maker = async (folder, seed) => {
  const path = join(folder, 'meters.csv');
  await writeMeters({ path, meters: 4, rowsPerMeter: 400, seed, order: 'entity' });
  return { file: 'meters.csv', body: await readFile(path) };
};

const soundMakers: readonly Maker[] = [
  town,
  meters,
  async (folder, seed) => ({ file: 'town.csv.gz', body: gzipSync((await town(folder, seed)).body) }),
  // A line that is refused, with its number.
  async (folder, seed) => {
    const lines = (await meters(folder, seed)).body.toString().split('\n');
    return { file: 'meters.csv', body: Buffer.from(lines.with(7, 'yesterday,?,?').join('\n')) };
  },
  async (folder, seed) => {
    const path = join(folder, 'meters.csv');
    await writeMeters({ path, meters: 2, rowsPerMeter: 500, seed, order: 'time' });
    return {
      file: 'meters.parquet',
      body: pl.readCSV(path).writeParquet({ compression: 'snappy' }) as Buffer,
    };
  },
];

export const soundKinds = soundMakers.length;

const nameOf = (kind: string, index: number): string => `${kind}-${String(index).padStart(3, '0')}`;

/** Uploads to as many datasets, sound ones and poisons mixed. The same ones for the same counts. */
export const makeUploads = async (
  folder: string,
  counts: { sound: number; poison: number },
): Promise<Upload[]> => {
  const sound: Upload[] = [];
  for (let index = 0; index < counts.sound; index += 1) {
    const make = soundMakers[index % soundMakers.length] ?? town;
    sound.push({ ...(await make(folder, index + 1)), dataset: nameOf('sound', index), isSound: true });
  }
  const poisoned = Array.from({ length: counts.poison }, (_, index): Upload => {
    const poison = poisons[index % poisons.length];
    if (poison === undefined) throw new Error('there is no poison');
    return { ...poison(index), dataset: nameOf('poison', index), isSound: false };
  });
  // One poison after so many sound ones, so that they are received together.
  const every = Math.max(1, Math.floor(sound.length / Math.max(1, poisoned.length)));
  return sound
    .flatMap((upload, index) => {
      const poison = index % every === 0 ? poisoned.shift() : undefined;
      return poison === undefined ? [upload] : [poison, upload];
    })
    .concat(poisoned);
};
