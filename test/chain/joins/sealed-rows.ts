import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalBackend } from '@wattline/bootstrap';
import { Manifest } from '@wattline/engine';
import { featureSetPlaces } from '@wattline/worker';
import pl from 'nodejs-polars';

/** A row of features; times as ms since 1970. */
export type Row = Readonly<Record<string, number | string | null>>;

export interface SealedRows {
  readonly manifest: Manifest;
  /** Sorted by entity and time. */
  readonly rows: readonly Row[];
}

const readRows = (path: string, entity: string): Row[] => {
  const frame = pl.readParquet(path);
  return frame
    .withColumns(
      ...frame.columns
        .filter((name) => name !== entity)
        .map((name) => pl.col(name).toPhysical().cast(pl.Float64)),
    )
    .toRecords() as Row[];
};

/** The newest version of a dataset. */
export const sealedRows = async ({ stores }: LocalBackend, dataset: string): Promise<SealedRows> => {
  const json = async (key: string): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode((await stores.features.get(key))?.body));
  const { version } = (await json(`feature-sets/${dataset}/latest.json`)) as { version: string };
  const places = featureSetPlaces(dataset, version);
  const manifest = Manifest.parse(await json(places.manifest.key));
  const entity = manifest.columns.find(({ role }) => role === 'entity')?.name ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'wattline-joins-'));
  try {
    const rows: Row[] = [];
    for (const [i, file] of manifest.files.entries()) {
      if (!file.path.startsWith('features/')) continue;
      const path = join(folder, `${i}.parquet`);
      await writeFile(path, (await stores.features.get(places.sealed(file).key))?.body ?? '');
      rows.push(...readRows(path, entity));
    }
    const order = (a: Row, b: Row): number =>
      String(a[entity]) === String(b[entity])
        ? Number(a.event_timestamp) - Number(b.event_timestamp)
        : String(a[entity]) < String(b[entity])
          ? -1
          : 1;
    return { manifest, rows: rows.sort(order) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
