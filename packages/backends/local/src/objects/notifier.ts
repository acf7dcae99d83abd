import type { ObjectInfo } from '@wattline/backend-contract';
import { clearPending, listPending, notePending } from './pending.ts';
import type { StorePaths } from './store-paths.ts';

/** `sequencer` orders the puts of a store: greater is later. */
export type CreatedObject = ObjectInfo & { readonly sequencer: string };

export type OnCreated = (created: CreatedObject) => Promise<void>;

/** Reports new objects at least once, even if the process dies. */
export interface Notifier {
  covers(key: string): boolean;
  /** Call before the object is put. */
  note(key: string, tick: string): Promise<void>;
  /** Call once the object is in place. If it throws, `repeat` reports the object later. */
  announce(info: ObjectInfo, tick: string): Promise<void>;
  /** Reports what may not have been reported; `find` looks up the result of a put. Returns how many. */
  repeat(
    olderThanMs: number,
    find: (key: string, tick: string) => Promise<ObjectInfo | undefined>,
  ): Promise<number>;
}

export const createNotifier = (
  paths: StorePaths,
  prefix: string | undefined,
  onCreated: OnCreated | undefined,
): Notifier => {
  const covers = (key: string) => prefix !== undefined && key.startsWith(prefix);

  const announce = async (info: ObjectInfo, tick: string) => {
    if (onCreated === undefined || !covers(info.key)) return;
    await onCreated({ ...info, sequencer: tick });
    await clearPending(paths, { key: info.key, tick });
  };

  return {
    covers,
    announce,
    async note(key, tick) {
      if (covers(key)) await notePending(paths, { key, tick });
    },
    async repeat(olderThanMs, find) {
      if (onCreated === undefined) return 0;
      let reported = 0;
      for (const pending of await listPending(paths, olderThanMs)) {
        const info = await find(pending.key, pending.tick);
        if (info !== undefined && covers(info.key)) {
          await announce(info, pending.tick);
          reported += 1;
        } else await clearPending(paths, pending);
      }
      return reported;
    },
  };
};
