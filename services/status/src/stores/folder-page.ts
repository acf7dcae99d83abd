import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';

export interface FolderPage {
  /** Keys that go on below a `/`, with it. */
  readonly folders: readonly string[];
  readonly objects: readonly ObjectInfo[];
  /** Asks for the rest: `startAfter` of the next page. */
  readonly next?: string;
}

/** After every key that is in the folder. */
const pastFolder = (folder: string): string => `${folder}\u{10FFFF}`;

/** So many keys of one folder are passed over one by one; asking the store to go on behind it costs a request. */
const PASSED_OVER = 200;

/** Objects and folders directly under a prefix, as a file manager shows a folder: at most `limit` entries, in the keys' order. */
export const folderPage = async (
  store: Pick<ObjectStore, 'list'>,
  options: { readonly prefix: string; readonly after?: string; readonly limit: number },
): Promise<FolderPage> => {
  const { prefix, limit } = options;
  const folders: string[] = [];
  const objects: ObjectInfo[] = [];
  const isFull = (): boolean => folders.length + objects.length >= limit;
  let after: string | undefined = options.after;
  let isMore = false;
  /** Lists from `after` on; true if the listing must start again behind a large folder. */
  const listOn = async (): Promise<boolean> => {
    let passed = 0;
    for await (const info of store.list(prefix, after === undefined ? {} : { startAfter: after })) {
      const folder = folders.at(-1);
      if (folder !== undefined && info.key.startsWith(folder)) {
        passed += 1;
        if (passed >= PASSED_OVER) return true;
        continue;
      }
      if (isFull()) {
        isMore = true;
        return false;
      }
      passed = 0;
      const end = info.key.indexOf('/', prefix.length);
      if (end < 0) {
        objects.push(info);
        after = info.key;
      } else {
        const name = info.key.slice(0, end + 1);
        folders.push(name);
        after = pastFolder(name);
      }
    }
    return false;
  };
  while (await listOn());
  return { folders, objects, ...(isMore && after !== undefined ? { next: after } : {}) };
};
