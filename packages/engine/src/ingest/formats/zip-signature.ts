import { hasBytes } from './signature.ts';

const LOCAL_FILE = [0x50, 0x4b, 0x03, 0x04];

/** Names that begin the archives which office programs write; the table in one is not an entry of its own. */
const officeEntry =
  /^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|word\/|ppt\/|customXml\/|mimetype$|META-INF\/)/;

/** Name of the first entry of a zip archive; undefined where the bytes are none. */
const firstEntry = (head: Uint8Array): string | undefined => {
  if (!hasBytes(head, LOCAL_FILE) || head.length < 30) return undefined;
  const view = Buffer.from(head.buffer, head.byteOffset, head.length);
  return view.toString('utf8', 30, 30 + view.readUInt16LE(26));
};

/** Whether these bytes begin an office document, which is a zip archive too. */
export const beginsOfficeDocument = (head: Uint8Array): boolean => officeEntry.test(firstEntry(head) ?? '');

/** Whether these bytes begin a zip archive of files. */
export const beginsZip = (head: Uint8Array): boolean =>
  hasBytes(head, LOCAL_FILE) && !beginsOfficeDocument(head);
