import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { makeFolder } from '../support/folder.ts';
import { deltaPython } from './delta-python.ts';
import { followGuide, readPieces } from './guide.ts';
import { expectFound, sealPlant } from './plant.ts';

const engines = { Polars: [], DuckDB: ['delta'], Daft: [] } as const;

test('each piece of the guide is run by a test, but for the one of which it says so', async () => {
  const here = Object.keys(engines).flatMap((engine) => [engine, `${engine} without Delta`]);
  const onS3 = ['On S3', 'DuckDB on S3', 'Daft on S3'];
  const bySpark = ['Spark', 'Spark without Delta'];
  const byNone = ['Spark on S3'];
  const all = ['In a folder', 'Which version', 'Without Delta', ...here, ...onS3, ...bySpark, ...byNone];
  const headings = new Set((await readPieces()).map(({ heading }) => heading));
  expect([...headings].toSorted()).toEqual(all.toSorted());
});

describeWith('sealed sets are read as the guide says', { 'packages of PyPI': deltaPython }, (found) => {
  test('with Polars, DuckDB and Daft, two versions of a folder', async () => {
    const folder = await makeFolder();
    const versions = await sealPlant(folder);
    for (const sealed of versions)
      for (const [engine, extensions] of Object.entries(engines))
        expectFound(
          await followGuide(found['packages of PyPI'], folder, {
            headings: ['In a folder', 'Which version', 'Without Delta', engine, `${engine} without Delta`],
            instead: { '0b4c6b9fb6bb4549': sealed.version },
            extensions,
          }),
          sealed,
        );
  });
});
