import { join } from 'node:path';
import { formatOf } from '../formats/detect.ts';
import { openInput } from '../input.ts';

/** Formats whose bytes are text. */
const texts: ReadonlySet<string> = new Set(['csv', 'json', 'nem', 'green-button']);

/** Whether a file has the bytes of a name, or could have: what is no text may hold it packed. */
export const fileNames = async (options: {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
  readonly entity: string;
}): Promise<boolean> => {
  const { path, name, folder, entity } = options;
  const wanted = [Buffer.from(entity, 'utf8'), Buffer.from(entity, 'latin1'), Buffer.from(entity, 'utf16le')];
  const longest = Math.max(...wanted.map(({ length }) => length));
  try {
    const input = await openInput({ path, name, scratch: join(folder, 'names') });
    if (!texts.has(formatOf(input.head, name).key)) return true;
    let rest: Buffer = Buffer.alloc(0);
    for await (const block of input.blocks()) {
      const bytes = Buffer.concat([rest, block]);
      if (wanted.some((one) => bytes.includes(one))) return true;
      rest = Buffer.from(bytes.subarray(-longest));
    }
    return false;
  } catch {
    // A damaged file: nobody can say.
    return true;
  }
};
