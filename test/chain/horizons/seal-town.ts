import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Manifest, Preprocessor } from '@wattline/engine';
import { featureSetPlaces, type Receipt } from '@wattline/worker';
import pl from 'nodejs-polars';
import { DATASET, openChainInProcess } from '../history-fuzz/chain-in-process.ts';

/** A reading of the town: empty cells are none. */
export interface Reading {
  readonly at: number;
  readonly meter: string;
  readonly load: number | null;
  readonly pressure: number | null;
  readonly temperature: number | null;
  /** By further columns, of all readings the same. */
  readonly words?: Readonly<Record<string, string>>;
}

/** A row of a training set; times as ms since 1970. */
export type Row = Readonly<Record<string, number | string | null>>;

export interface Sealed {
  readonly manifest: Manifest;
  readonly preprocessor: Preprocessor;
  /** By path in the feature set. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

/** Readings of two meters, in steps of an hour, with some that are missing. */
export const townReadings = (from: string, hours: number): Reading[] =>
  ['A', 'B'].flatMap((meter, m) =>
    Array.from({ length: hours }, (_, hour): Reading => {
      const number = (seed: number) => Math.round(1e3 * Math.sin(seed * (hour + 1) * (m + 2))) / 8;
      return {
        at: Date.parse(from) + hour * 3_600_000,
        meter,
        load: hour % 31 === 7 ? null : number(0.7),
        pressure: number(1.3),
        temperature: number(2.1),
      };
    }),
  );

/** As a file has it. */
export const cellsOf = ({ at, meter, load, pressure, temperature, words }: Reading) => ({
  time: new Date(at).toISOString(),
  meter,
  load: String(load ?? ''),
  pressure: String(pressure ?? ''),
  temperature: String(temperature ?? ''),
  ...words,
});

const csvOf = (readings: readonly Reading[]): string =>
  [
    ['time,meter,load,pressure,temperature', ...Object.keys(readings[0]?.words ?? {})].join(','),
    ...readings.map((one) => Object.values(cellsOf(one)).join(',')),
  ].join('\n');

const readRows = (path: string): Row[] => {
  const frame = pl.readParquet(path);
  return frame
    .withColumns(
      ...frame.columns
        .filter((name) => name !== 'meter')
        .map((name) => pl.col(name).toPhysical().cast(pl.Float64)),
    )
    .toRecords() as Row[];
};

/** Takes readings through the chain. */
export const takeTown = async (
  spec: object,
  readings: readonly Reading[],
): Promise<{ receipt: Receipt; sealed?: Sealed }> => {
  const chain = await openChainInProcess();
  const folder = await mkdtemp(join(tmpdir(), 'wattline-town-'));
  try {
    await chain.putSpec(JSON.stringify(spec));
    const receipt = await chain.take(await chain.put('all.csv', csvOf(readings), new Date()));
    if (receipt.version === undefined) return { receipt };
    const places = featureSetPlaces(DATASET, receipt.version);
    const bodyOf = async ({ store, key }: ReturnType<typeof places.file>) => {
      const found = await chain.stores[store].get(key);
      if (found === undefined) throw new Error(`${store}/${key} is not there`);
      return found.body;
    };
    const json = async (place: ReturnType<typeof places.file>): Promise<unknown> =>
      JSON.parse(new TextDecoder().decode(await bodyOf(place)));
    const manifest = Manifest.parse(await json(places.manifest));
    const rows = new Map<string, Row[]>();
    for (const [i, file] of manifest.files.entries()) {
      if (!file.path.endsWith('.parquet')) continue;
      const path = join(folder, `${i}.parquet`);
      await writeFile(path, await bodyOf(places.sealed(file)));
      rows.set(file.path, readRows(path));
    }
    const preprocessor = Preprocessor.parse(await json(places.file('preprocessor.json')));
    return { receipt, sealed: { manifest, preprocessor, rows } };
  } finally {
    await chain.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** @throws where no version came of it */
export const sealTown = async (spec: object, readings: readonly Reading[]): Promise<Sealed> => {
  const { receipt, sealed } = await takeTown(spec, readings);
  if (sealed === undefined) throw new Error(`not sealed: ${JSON.stringify(receipt.error)}`);
  return sealed;
};
