import type { Format } from '../format.ts';

/** Meter data files of the Australian market: interval data (NEM12) and register reads (NEM13). */
export const nem: Format = {
  key: 'nem',
  label: 'NEM12/NEM13',
  endings: ['.nem12', '.nem13'],
  mediaTypes: [],
  detect: (head) =>
    /^\uFEFF?\s*(?:"?100"?,"?NEM1[23]"?,|200,\w{10,11},)/.test(Buffer.from(head).toString('utf8')),
  previewsFromHead: false,
  open: async (input, options) => (await import('./open-nem.ts')).openNem(input, options),
};
