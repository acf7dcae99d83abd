import type { Format } from '../format.ts';
import { ascii, hasBytes } from '../signature.ts';

/** Arrow IPC files, which Feather (version 2) files are too. */
export const arrow: Format = {
  key: 'arrow',
  label: 'Arrow/Feather',
  endings: ['.arrow', '.feather', '.ipc'],
  mediaTypes: ['application/vnd.apache.arrow.file'],
  detect: (head) => hasBytes(head, ascii('ARROW1')),
  previewsFromHead: false,
  open: async (input, options) => (await import('./arrow.ts')).openArrow(input, options),
};
