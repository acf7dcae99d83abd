import type { Format } from '../format.ts';

/** JSON documents, and NDJSON: one JSON object a line. */
export const json: Format = {
  key: 'json',
  label: 'JSON or NDJSON',
  endings: ['.json', '.ndjson', '.jsonl'],
  mediaTypes: ['application/json', 'application/x-ndjson', 'application/jsonl'],
  detect: (head) => /^\uFEFF?\s*(?:\{\s*["}]|\[\s*[{["\]])/.test(Buffer.from(head).toString('utf8')),
  previewsFromHead: false,
  open: async (input, options) => (await import('./json.ts')).openJson(input, options),
};
