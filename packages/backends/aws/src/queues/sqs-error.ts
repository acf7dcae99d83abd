import { SQSServiceException } from '@aws-sdk/client-sqs';

const staleNames = new Set(['MessageNotInflight', 'ReceiptHandleIsInvalid', 'InvalidParameterValue']);

/** Of one message of a batch: its receipt handle is no longer that of a message in flight. */
export const isStaleCode = (code: string, message: string): boolean =>
  staleNames.has(code) && (code !== 'InvalidParameterValue' || /receipt ?handle/i.test(message));

/** The receipt handle is no longer that of a message in flight. */
export const isStale = (error: unknown): boolean =>
  error instanceof SQSServiceException && isStaleCode(error.name, error.message);
