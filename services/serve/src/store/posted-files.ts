import { randomBytes } from 'node:crypto';
import { postedTime } from '@wattline/engine/posted-upload';

/** Names sort by the time at which they were made. */
export const postedAt = (at: Date): string => at.toISOString().replaceAll(/[-:.]/g, '');

export const postedName = (at: Date): string => `${postedAt(at)}-${randomBytes(4).toString('hex')}.json`;

/** When a file was named; NaN where it has another name. */
export const whenPosted = (key: string): number => {
  const digits = postedTime(key)?.replaceAll(/[TZ]/g, '') ?? '';
  const time = digits.replace(/(....)(..)(..)(..)(..)(..)(...)/, '$1-$2-$3T$4:$5:$6.$7Z');
  return Date.parse(time);
};
