import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig } from '@wattline/backend-aws/testing';
import { describeWith } from '@wattline/test-tools';
import { StoreName, topology } from '@wattline/topology';
import { type Backend, type Receipt, stageNames } from '@wattline/worker';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readPlanned } from '../../scripts/deploy/read-planned.ts';
import { deadLetters, noDeadLetters, openAwsBackend } from '../support/aws-backend.ts';
import { makeBackend } from '../support/backend.ts';
import { ended } from '../support/ended.ts';
import { yearOfReadings } from '../support/reference-data.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { uploadText } from '../support/upload.ts';
import type {} from './support/infra-setup.ts';
import { readSettings } from './support/read-settings.ts';
import { copyInfra, type InfraCopy, terraform } from './support/terraform.ts';

const SPEC = 'preset: power-consumption\n';

/** Uploads the reference file to a backend whose stages run, and waits until its run has ended. */
const sealReference = async (backend: Backend): Promise<Receipt> => {
  const text = await readFile(await yearOfReadings());
  return ended(backend, await uploadText(backend, 'reference/powerconsumption.csv', text, SPEC));
};

const needs = { Terraform: inject('terraform'), LocalStack: inject('localstack') };

describeWith('environments/localstack', needs, ({ LocalStack: endpoint }) => {
  const config = localstackConfig(endpoint);
  const clients = { s3: openS3Client(config.s3), sqs: openSqsClient(config.sqs) };
  const variables = { endpoint, prefix: config.prefix, region: config.s3.region };
  let copy: InfraCopy;
  let folder: string;

  beforeAll(async () => {
    copy = await copyInfra();
    folder = join(copy.folder, 'environments', 'localstack');
    await terraform(folder, ['init', '-input=false', '-no-color'], variables);
    const apply = ['apply', '-auto-approve', '-input=false', '-no-color'];
    await terraform(folder, apply, variables);
  });

  afterAll(() => copy.remove());

  test('makes what topology.json names, under the names that the services look for', async () => {
    const made = readPlanned(await terraform(folder, ['show', '-json'], variables));
    expect(made.output('buckets', z.record(z.string(), z.string()))).toEqual(
      Object.fromEntries(StoreName.options.map((store) => [store, `${config.prefix}-${store}`])),
    );
  });

  test('the chain on what it made seals the version that a chain on this machine seals', async () => {
    const local = await makeBackend();
    for (const stage of stageNames) startStageProcess(stage, { WATTLINE_DATA_DIR: local.dataDir });
    const wanted = await sealReference(local);
    expect(wanted.status).toBe('sealed');

    const backend = openAwsBackend(config);
    onTestFinished(() => backend.close());
    const environment = {
      WATTLINE_PREFIX: config.prefix,
      AWS_REGION: config.s3.region,
      WATTLINE_ENDPOINT: endpoint,
    };
    for (const stage of stageNames) startStageProcess(stage, environment);
    expect(await sealReference(backend)).toMatchObject({ status: 'sealed', version: wanted.version });
    expect(await sealedBytes(backend, 'reference')).toEqual(await sealedBytes(local, 'reference'));
    expect(await deadLetters(backend)).toEqual(noDeadLetters);
  });

  test('the provisioner makes the same', async () => {
    const prefix = `${config.prefix}-own`;
    await provisionAws({ ...clients, topology, prefix });
    const provisioned = await readSettings(clients, prefix);
    expect(await readSettings(clients, config.prefix)).toEqual(provisioned);
    expect(provisioned).toMatchObject({
      'store staging': { versioning: 'Enabled', notifications: [{ rules: ['prefix: staging-directory/'] }] },
      'queue ingest': { policy: [{ Sid: 'BucketNotifications' }], redrive: { maxReceiveCount: 1_000 } },
    });
  });
});
