import type { Format } from '../format.ts';

/** Text in rows of fields; what no other format claims. */
export const csv: Format = {
  key: 'csv',
  label: 'CSV',
  endings: ['.csv', '.tsv', '.txt'],
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'text/plain'],
  detect: () => true,
  previewsFromHead: true,
  open: async (input, options) => (await import('./csv.ts')).openCsv(input, options),
};
