import { RejectedError } from '../../errors.ts';
import { refuseForeign } from './foreign.ts';
import type { Format } from './format.ts';
import { formats } from './registry.ts';

/** The format of a file that begins with these bytes (unpacked). Throws RejectedError where none fits. */
export const formatOf = (head: Uint8Array, name: string): Format => {
  if (head.length === 0) {
    throw new RejectedError('FILE_EMPTY', `${name} is empty`, {
      place: { file: name },
      remedy: 'upload a file with a header line and at least one reading',
    });
  }
  const format = formats.find(({ detect }) => detect(head));
  if (format === undefined || format.key === 'csv') {
    refuseForeign(head, name);
  }
  if (format === undefined) {
    throw new Error('CSV takes what no other format claims');
  }
  return format;
};
