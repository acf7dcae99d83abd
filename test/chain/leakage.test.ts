import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Manifest } from '@wattline/engine/sealed';
import { writeSample } from '@wattline/sample';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { uploadText } from '../support/upload.ts';

interface Sealed {
  readonly rows: pl.DataFrame;
  readonly scaler: unknown;
  readonly testFrom: Date;
}

test('readings after a time change no feature row known by then, and no scaler fitted before it', async () => {
  const backend = await makeBackend();
  await startEngineWorkers(backend);
  const path = join(await makeFolder(), 'town.csv');
  await writeSample({ path, seed: 4, days: 40 });
  const text = await readFile(path, 'utf8');
  const lines = text.trimEnd().split('\n');
  // From the 36th day on, everything is another number. The training span ends on the 28th.
  const changedFrom = 1 + 35 * 144;
  const changed = lines.map((line, index) =>
    index < changedFrom ? line : line.replace(/,(\d+)\./g, (_, digits) => `,${Number(digits) + 7}.`),
  );

  const sealed = async (name: string, body: string): Promise<Sealed> => {
    const receipt = await settled(
      backend,
      await uploadText(backend, `${name}/a.csv`, body, 'preset: power-consumption\n'),
    );
    expect(receipt.status).toBe('sealed');
    const folder = await makeFolder();
    const manifest = await backend.stores.features.get(
      `feature-sets/${name}/version=${receipt.version}/manifest.json`,
    );
    const { files } = Manifest.parse(JSON.parse(new TextDecoder().decode(manifest?.body)));
    const features = files.find(({ path }) => path.endsWith('/period=2017/part-0.parquet'))?.object ?? '';
    const preprocessor = await backend.stores.models.get(
      `preprocessors/${name}/version=${receipt.version}/preprocessor.json`,
    );
    const { scaler, split } = JSON.parse(new TextDecoder().decode(preprocessor?.body)) as {
      scaler: unknown;
      split: { testFrom: string };
    };
    return {
      rows: pl.readParquet(await backend.stores.features.file(features, folder)),
      scaler,
      testFrom: new Date(split.testFrom),
    };
  };
  const before = await sealed('before', text);
  const after = await sealed('after', `${changed.join('\n')}\n`);

  expect(after.scaler).toEqual(before.scaler);
  const known = 35 * 24;
  expect(after.rows.slice(0, known).toString()).toBe(before.rows.slice(0, known).toString());
  for (const column of before.rows.columns) {
    const values = (frame: pl.DataFrame): unknown[] => [...frame.getColumn(column).slice(0, known).toArray()];
    expect(values(after.rows), column).toEqual(values(before.rows));
  }
  // The change is seen where it may be seen.
  expect(after.rows.getColumn('Temperature_mean').get(known)).not.toBe(
    before.rows.getColumn('Temperature_mean').get(known),
  );
  expect(before.testFrom.getTime()).toBeLessThan(Date.UTC(2017, 1, 5));
});
