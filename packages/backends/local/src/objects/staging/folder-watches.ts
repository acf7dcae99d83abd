import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatches {
  /** Watches these folders, and no others any longer. True where some are new: they may have changed before. */
  keep(folders: ReadonlySet<string>): boolean;
  close(): void;
}

/**
 * Calls `onChange` with the folder and, if known, the name of what changed in it. Only a hint: changes are
 * missed where the system has no watch to spare, on network file systems, and in a folder made a moment ago.
 */
export const createFolderWatches = (
  onChange: (folder: string, kind: 'rename' | 'change', name: string | null) => void,
): FolderWatches => {
  const watches = new Map<string, FSWatcher>();

  const drop = (folder: string) => {
    watches.get(folder)?.close();
    watches.delete(folder);
  };

  const add = (folder: string): boolean => {
    try {
      const watcher = watch(folder, (kind, name) => onChange(folder, kind, name));
      watcher.on('error', () => drop(folder));
      watches.set(folder, watcher);
      return true;
    } catch {
      // Scans find what is not reported.
      return false;
    }
  };

  return {
    keep(folders) {
      for (const folder of [...watches.keys()]) if (!folders.has(folder)) drop(folder);
      const added = [...folders].filter((folder) => !watches.has(folder) && add(folder));
      return added.length > 0;
    },
    close() {
      for (const folder of [...watches.keys()]) drop(folder);
    },
  };
};
