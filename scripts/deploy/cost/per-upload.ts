import { logsPerGb, s3GetPer1000, s3PerGb, s3PutPer1000, sqsPerMillion } from '@wattline/topology/prices';
import type { CostLine } from './line.ts';

const GB = 1e9;

/**
 * What one upload asks of S3 and SQS from its notification to its seal, where it is one part and nothing goes wrong:
 * the 52,416 readings of the reference data, 4 MB, with the preset power-consumption.
 */
export const perUpload = {
  /** PUT, COPY and LIST, which have one price. */
  s3Puts: 56,
  /** GET and HEAD. */
  s3Gets: 62,
  /** Sends, receives and deletions; those of the status service too. */
  sqsRequests: 28,
  /** The upload, its readings, feature set, training sets and reports; and what stages hand on, which goes after 7 days. */
  keptBytes: 17_800_000,
  passingBytes: 5_000_000,
  /** A dozen lines. */
  logBytes: 5_000,
} as const;

const PASSING_DAYS = 7;
const DAYS_PER_MONTH = 30;
const UPLOADS = 1_000;

/** What 1,000 uploads cost beyond what an idle deployment does: their instances are there already. */
export const costPer1000Uploads = (): CostLine[] => {
  const { s3Puts, s3Gets, sqsRequests, keptBytes, passingBytes, logBytes } = perUpload;
  const keptGb = (UPLOADS * keptBytes) / GB;
  const passingGb = ((UPLOADS * passingBytes) / GB) * (PASSING_DAYS / DAYS_PER_MONTH);
  return [
    { what: `S3: ${s3Puts} puts and lists an upload`, usd: s3Puts * s3PutPer1000 },
    { what: `S3: ${s3Gets} gets an upload`, usd: s3Gets * s3GetPer1000 },
    { what: `SQS: ${sqsRequests} requests an upload`, usd: (UPLOADS * sqsRequests * sqsPerMillion) / 1e6 },
    { what: `S3: ${keptGb.toFixed(1)} GB kept, a month`, usd: keptGb * s3PerGb },
    { what: 'S3: work files, for 7 days', usd: passingGb * s3PerGb },
    { what: 'logs', usd: ((UPLOADS * logBytes) / GB) * logsPerGb },
  ];
};
