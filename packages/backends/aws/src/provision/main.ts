#!/usr/bin/env node
import { reportError } from '@wattline/errors';
import { topology } from '@wattline/topology';
import { openS3Client, openSqsClient } from '../clients.ts';
import { readAwsConfig } from '../config.ts';
import { provisionAws } from './provision-aws.ts';

/** Makes the buckets and queues that the environment names. */
try {
  const { prefix, s3, sqs } = readAwsConfig(process.env);
  await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
  process.stdout.write(`${prefix}: buckets and queues are there\n`);
} catch (error) {
  const { code, message, remedy } = reportError(error);
  process.stderr.write(`error ${code}: ${message}\n  remedy: ${remedy}\n`);
  process.exitCode = 1;
}
