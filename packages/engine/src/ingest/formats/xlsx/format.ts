import type { Format } from '../format.ts';
import { hasBytes } from '../signature.ts';
import { beginsOfficeDocument } from '../zip-signature.ts';

/** Excel workbooks of 2007 and later. OpenDocument sheets begin alike and are distinguished on opening. */
export const xlsx: Format = {
  key: 'xlsx',
  label: 'Excel (.xlsx)',
  endings: ['.xlsx', '.xlsm'],
  mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  detect: (head) =>
    beginsOfficeDocument(head) && !hasBytes(head, [...Buffer.from('mimetypeapplication/vnd.oasis')], 30),
  previewsFromHead: false,
  open: async (input, options) => (await import('./xlsx.ts')).openXlsx(input, options),
};
