import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregateBucket, ingestFile, transformBucket } from '@wattline/engine';
import { parseSpec } from '@wattline/spec';

/**
 * The engine alone, from CSV to features: no queue, no ledger, no hashes, no profile, no training sets.
 * Usage: INPUT.csv SPEC.yaml OUTPUT-FOLDER
 */
const [file, specFile, out] = process.argv.slice(2);
if (file === undefined || specFile === undefined || out === undefined) {
  process.stderr.write('usage: engine-plan.ts INPUT.csv SPEC.yaml OUTPUT-FOLDER\n');
  process.exit(2);
}

const spec = parseSpec(await readFile(specFile, 'utf8'), { file: specFile });
// The hash is no part of the comparison: any will do.
const { plan, readings } = await ingestFile({
  path: file,
  name: file,
  folder: join(out, 'readings'),
  spec,
  contentSha256: '-',
});
for (const [bucket, paths] of Map.groupBy(readings, (file) => file.bucket)) {
  const folder = join(out, 'features', String(bucket));
  await mkdir(folder, { recursive: true });
  const files = await transformBucket({
    plan,
    bucket,
    readings: paths.map(({ path }) => path),
    folder: out,
  });
  await aggregateBucket({ plan, bucket, ...files, folder });
}
