import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Manifest } from '@wattline/engine';
import { type Backend, featureSetPlaces } from '@wattline/worker';
import pl from 'nodejs-polars';
import { z } from 'zod';

/** A row of a sealed version: its numbers by the names of their columns. */
export interface SealedRow {
  readonly entity: string;
  /** ms since 1970, UTC. */
  readonly at: number;
  /** ms likewise; null of sets that do not say it. */
  readonly availableAt: number | null;
  readonly values: Readonly<Record<string, number | null>>;
}

/** A sealed version: its preprocessor, its rows, and the same rows as its training sets have them. */
export interface SealedVersion {
  readonly preprocessor: unknown;
  readonly plain: readonly SealedRow[];
  readonly scaled: readonly SealedRow[];
}

const Columns = z.object({ columns: z.array(z.object({ name: z.string(), role: z.string() })) });

/** Rows of a Parquet file; times as ms since 1970. */
const readRows = (path: string, entity = 'entity'): SealedRow[] => {
  const frame = pl.readParquet(path);
  const plain = frame.withColumns(
    ...frame.columns
      .filter((name) => !frame.getColumn(name).dtype.equals(pl.String))
      .map((name) => pl.col(name).toPhysical().cast(pl.Float64)),
  );
  return plain.rows().map((cells) => {
    const row = Object.fromEntries(plain.columns.map((name, i) => [name, cells[i] ?? null]));
    const { event_timestamp: at, available_at: availableAt = null, [entity]: own, ...values } = row;
    // A table of the lab's has one entity and does not name it.
    return {
      entity: String(own ?? 'all'),
      at: Number(at),
      availableAt: availableAt === null ? null : Number(availableAt),
      values: values as SealedRow['values'],
    };
  });
};

export const readVersion = async (
  { stores }: Pick<Backend, 'stores'>,
  dataset: string,
  version: string,
): Promise<SealedVersion> => {
  const places = featureSetPlaces(dataset, version);
  const bytes = async ({ store, key }: { store: 'features' | 'models' | 'results'; key: string }) => {
    const found = await stores[store].get(key);
    if (found === undefined) throw new Error(`${store}/${key} is not there`);
    return found.body;
  };
  const json = async (place: Parameters<typeof bytes>[0]): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await bytes(place)));
  const { files, columns } = Manifest.parse(await json(places.manifest));
  const entity = columns.find(({ role }) => role === 'entity')?.name;
  const preprocessor = await json(places.file('preprocessor.json') as Parameters<typeof bytes>[0]);
  // Where the file's name has other characters than letters and digits, the set has another.
  const own = Columns.parse(preprocessor).columns.find(({ role }) => role === 'entity')?.name ?? entity;
  const folder = await mkdtemp(join(tmpdir(), 'wattline-sealed-'));
  try {
    const rows = { plain: [] as SealedRow[], scaled: [] as SealedRow[] };
    for (const [i, file] of files.entries()) {
      if (!file.path.endsWith('.parquet')) continue;
      const path = join(folder, `${i}.parquet`);
      await writeFile(path, await bytes(places.sealed(file) as Parameters<typeof bytes>[0]));
      rows[file.path.startsWith('training/') ? 'scaled' : 'plain'].push(...readRows(path, own));
    }
    return { preprocessor, ...rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
