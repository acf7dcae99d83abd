import type { Format } from '../format.ts';

/** Interval data as North American utilities hand it out: Green Button (ESPI) XML. */
export const greenButton: Format = {
  key: 'green-button',
  label: 'Green Button XML',
  endings: ['.xml'],
  mediaTypes: ['application/atom+xml', 'application/xml', 'text/xml'],
  detect: (head) => /naesb\.org\/espi|<(?:\w+:)?IntervalBlock\b/.test(Buffer.from(head).toString('utf8')),
  previewsFromHead: false,
  open: async (input, options) => (await import('./open-green-button.ts')).openGreenButton(input, options),
};
