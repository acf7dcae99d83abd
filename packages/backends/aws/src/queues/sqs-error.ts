import { SQSServiceException } from '@aws-sdk/client-sqs';

const staleNames = new Set(['MessageNotInflight', 'ReceiptHandleIsInvalid', 'InvalidParameterValue']);

/** The receipt handle is no longer that of a message in flight. */
export const isStale = (error: unknown): boolean =>
  error instanceof SQSServiceException &&
  staleNames.has(error.name) &&
  (error.name !== 'InvalidParameterValue' || /receiptHandle ?handle/i.test(error.message));
