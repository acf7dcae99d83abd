import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { describeWith } from '@wattline/test-tools';
import { topology } from '@wattline/topology';
import { onTestFinished, test } from 'vitest';
import { type AwsBackend, openAwsBackend } from '../support/aws-backend.ts';
import { makeFolder } from '../support/folder.ts';
import { deltaPython } from './delta-python.ts';
import { followGuide } from './guide.ts';
import { expectFound, sealPlant } from './plant.ts';

const engines = {
  Polars: { before: [], extensions: [] },
  DuckDB: { before: ['DuckDB on S3'], extensions: ['delta', 'httpfs', 'aws'] },
  Daft: { before: ['Daft on S3'], extensions: [] },
} as const;

/** As a stack on S3 seals it: the same keys have the same bytes there. */
const copySealed = async ({ stores }: AwsBackend, folder: string): Promise<void> => {
  const sealed = { features: 'feature-sets', models: 'training-sets' } as const;
  for (const [name, kind] of Object.entries(sealed)) {
    const store = stores[name as keyof typeof sealed];
    const root = join(folder, 'wattline-data', name);
    for (const entry of await readdir(join(root, kind), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) await store.put(path.slice(root.length + 1), await readFile(path));
    }
  }
};

onLocalStack('sealed sets are read as the guide says', (endpoint) => {
  describeWith('from S3', { 'packages of PyPI': deltaPython }, (found) => {
    test('with Polars, DuckDB and Daft, two versions', async () => {
      const config = localstackConfig(endpoint);
      const { prefix, s3, sqs } = config;
      await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
      const backend = openAwsBackend(config);
      onTestFinished(() => backend.close());
      const folder = await makeFolder();
      const versions = await sealPlant(folder);
      await copySealed(backend, folder);
      const { features, models } = backend.stores;
      for (const sealed of versions)
        for (const [engine, { before, extensions }] of Object.entries(engines))
          expectFound(
            await followGuide(found['packages of PyPI'], folder, {
              headings: [
                ...['On S3', 'Which version', 'Without Delta'],
                ...[...before, engine, `${engine} without Delta`],
              ],
              instead: {
                '0b4c6b9fb6bb4549': sealed.version,
                'wattline-prod-features': features.name,
                'wattline-prod-models': models.name,
              },
              extensions,
              environment: {
                AWS_REGION: s3.region,
                AWS_ENDPOINT_URL: endpoint,
                AWS_ALLOW_HTTP: 'true',
              },
            }),
            sealed,
          );
    });
  });
});
