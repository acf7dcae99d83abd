import type { Format } from '../format.ts';
import { ascii, hasBytes } from '../signature.ts';

export const parquet: Format = {
  key: 'parquet',
  label: 'Parquet',
  endings: ['.parquet', '.pq'],
  mediaTypes: ['application/vnd.apache.parquet'],
  detect: (head) => hasBytes(head, ascii('PAR1')),
  previewsFromHead: false,
  open: async (input, options) => (await import('./parquet.ts')).openParquet(input, options),
};
