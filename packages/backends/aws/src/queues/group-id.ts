import { createHash } from 'node:crypto';
import type { Message, SendOptions } from '@wattline/backend-contract';

/** What SQS takes: 1 to 128 visible ASCII characters. */
const TAKEN = /^[\x21-\x7e]{1,128}$/;

/**
 * A group as SQS names it. Of a standard queue it makes the queue fair: groups with much under way wait behind others.
 * A name that SQS does not take is its SHA-256.
 */
export const groupId = (group: string): string =>
  TAKEN.test(group) ? group : createHash('sha256').update(group).digest('hex');

/** That of a message, for sending it on. */
export const groupOf = ({ group }: Message): SendOptions => (group === undefined ? {} : { group });
