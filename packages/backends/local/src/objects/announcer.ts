import type { ObjectInfo } from '@wattline/backend-contract';
import type { Layout } from './layout.ts';
import { clearPending, listPending, notePending } from './pending.ts';

/** `sequencer` orders the puts of a store: greater is later. */
export type CreatedObject = ObjectInfo & { readonly sequencer: string };

export type OnCreated = (created: CreatedObject) => Promise<void>;

/** Tells of new objects at least once, whenever the process dies. */
export interface Announcer {
  concerns(key: string): boolean;
  /** To be called before the object is put. */
  note(key: string, tick: string): Promise<void>;
  /** To be called once the object is in place. Where it throws, `repeat` tells of the object later. */
  announce(info: ObjectInfo, tick: string): Promise<void>;
  /** Tells of what may not have been told; `find` is asked what became of a put. Returns how many. */
  repeat(
    olderThanMs: number,
    find: (key: string, tick: string) => Promise<ObjectInfo | undefined>,
  ): Promise<number>;
}

export const createAnnouncer = (
  layout: Layout,
  prefix: string | undefined,
  onCreated: OnCreated | undefined,
): Announcer => {
  const concerns = (key: string) => prefix !== undefined && key.startsWith(prefix);

  const announce = async (info: ObjectInfo, tick: string) => {
    if (onCreated === undefined || !concerns(info.key)) return;
    await onCreated({ ...info, sequencer: tick });
    await clearPending(layout, { key: info.key, tick });
  };

  return {
    concerns,
    announce,
    async note(key, tick) {
      if (concerns(key)) await notePending(layout, { key, tick });
    },
    async repeat(olderThanMs, find) {
      if (onCreated === undefined) return 0;
      let told = 0;
      for (const pending of await listPending(layout, olderThanMs)) {
        const info = await find(pending.key, pending.tick);
        if (info !== undefined && concerns(info.key)) {
          await announce(info, pending.tick);
          told += 1;
        } else await clearPending(layout, pending);
      }
      return told;
    },
  };
};
