import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isValidKey } from '../key.ts';
import type { DirectoryStore } from '../open-directory-store.ts';
import { type Candidates, createCandidates, type StagingLog } from './candidates.ts';
import { createFolderWatches } from './folder-watches.ts';
import { keyOf, scanFolder } from './scan-folder.ts';
import { isTemporaryName } from './temporary-name.ts';

export interface WatchStagingOptions {
  /** A versioned store; what is below its `notifiesPrefix` is watched. */
  readonly store: DirectoryStore;
  readonly signal: AbortSignal;
  readonly log?: StagingLog;
  /** How long a file must be unchanged before it counts as complete, at least. */
  readonly quietMs?: number;
  /** The same for a file of another user, whose writer cannot be seen; and on systems that show no writers. */
  readonly unseenQuietMs?: number;
  /** How long an empty file may wait for its content. */
  readonly emptyMs?: number;
  /** The time between two full scans, for changes that the system does not report. */
  readonly scanMs?: number;
}

export interface StagingWatch {
  /** Settles when the watch has ended after `signal`. */
  readonly done: Promise<void>;
}

/** Younger announcements are still their putter's. */
const OVERDUE_MS = 2_000;
const SHORTEST_PAUSE_MS = 20;

/** Collects the changes that the system reports until they are taken. */
const createHints = (root: string, signal: AbortSignal) => {
  const changed = new Set<string>();
  let everything = true;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  const watches = createFolderWatches((folder, kind, name) => {
    if (kind === 'change' && name !== null) changed.add(keyOf(root, join(folder, name)));
    else everything = true;
    wake();
  });
  return {
    watches,
    /** Keys that may have changed; undefined where anything may have. */
    take(): string[] | undefined {
      const keys = everything
        ? undefined
        : [...changed].filter((key) => isValidKey(key) && !isTemporaryName(key));
      everything = false;
      changed.clear();
      return keys;
    },
    doubt() {
      everything = true;
    },
    async wait(ms: number): Promise<void> {
      if (everything || changed.size > 0 || signal.aborted) return;
      const { promise, resolve: go } = Promise.withResolvers<void>();
      wake = go;
      const timer = setTimeout(go, ms);
      await promise;
      clearTimeout(timer);
    },
  };
};

/**
 * Imports what people copy, move or save into the staging folder: each file, once it no longer changes, becomes a version
 * and is announced, as if it had been put. Resolves when everything was looked at once. What was imported before, or
 * put through the store, is not imported again; what came while no watch ran is. A deleted file keeps its versions.
 */
export const watchStaging = async (options: WatchStagingOptions): Promise<StagingWatch> => {
  const {
    store,
    signal,
    log,
    quietMs = 750,
    unseenQuietMs = 5_000,
    emptyMs = 5_000,
    scanMs = 5_000,
  } = options;
  const prefix = store.notifiesPrefix;
  const folder = resolve(store.folder, prefix.slice(0, prefix.lastIndexOf('/') + 1));
  const candidates = createCandidates(store, { quietMs, unseenQuietMs, emptyMs }, log);
  const hints = createHints(store.folder, signal);
  let scanAt = 0;

  let reported: ReadonlyMap<string, string> = new Map();
  /** Each once, as long as it is there. */
  const reportSkipped = (skipped: ReadonlyMap<string, string>) => {
    for (const [file, reason] of skipped)
      if (reported.get(file) !== reason)
        log?.warn({ file, reason }, 'a file in the staging folder is not imported');
    reported = skipped;
  };

  const scan = async () => {
    const began = performance.now();
    const { keys, folders, skipped } = await scanFolder(store.folder, folder);
    reportSkipped(skipped);
    if (hints.watches.keep(folders)) hints.doubt();
    candidates.keep(keys);
    for (const key of keys) await candidates.look(key);
    // However many files there are, looking at them takes a hundredth of the time.
    scanAt = began + Math.max(scanMs, 100 * (performance.now() - began));
  };

  const lookAround = async () => {
    const changed = hints.take();
    const due = performance.now() >= scanAt;
    if (changed === undefined || due) await scan();
    else await lookAt(candidates, [...changed, ...candidates.open()]);
    if (due) await store.reconcile({ olderThanMs: OVERDUE_MS });
    await candidates.importSettled();
  };

  const attempt = (work: Promise<unknown>) =>
    work.catch((error: unknown) => {
      scanAt = performance.now() + scanMs;
      log?.warn({ err: error }, 'the staging folder could not be looked at');
    });

  const run = async () => {
    while (!signal.aborted) {
      const nextLook = candidates.open().length > 0 ? quietMs / 5 : Number.POSITIVE_INFINITY;
      await hints.wait(Math.max(0, Math.min(nextLook, scanAt - performance.now())));
      if (signal.aborted) break;
      const began = performance.now();
      await attempt(lookAround());
      const took = performance.now() - began;
      await pause(Math.max(SHORTEST_PAUSE_MS, took), undefined, { signal }).catch(() => {});
    }
    hints.watches.close();
  };

  await attempt(store.reconcile());
  await attempt(lookAround());
  return { done: run() };
};

const lookAt = async (candidates: Candidates, keys: readonly string[]): Promise<void> => {
  for (const key of new Set(keys)) await candidates.look(key);
};
