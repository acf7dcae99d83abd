import { examineAws, openAwsQueues, readAwsConfig } from '@wattline/backend-aws';
import { reportError } from '@wattline/errors';
import { topology } from '@wattline/topology';
import type { Finding } from '../text/findings.ts';
import { examineDeadLetters } from './dead-letters.ts';

/** The buckets and queues that the environment names. */
export const examineDeployment = async (environment: NodeJS.ProcessEnv): Promise<Finding[]> => {
  try {
    const config = readAwsConfig(environment);
    const { prefix, s3, sqs } = config;
    const where = s3.endpoint ?? sqs.endpoint ?? `AWS, ${s3.region}`;
    const findings = [
      { what: 'deployment', status: 'ok', found: `${prefix} on ${where}` } satisfies Finding,
      ...(await examineAws(config, topology)),
    ];
    if (findings.some(({ status }) => status === 'missing')) return findings;
    const opened = openAwsQueues(config);
    try {
      return [...findings, ...(await examineDeadLetters(opened.queues))];
    } finally {
      await opened.close();
    }
  } catch (error) {
    const { message, remedy } = reportError(error);
    return [{ what: 'deployment', status: 'missing', found: message, remedy }];
  }
};
