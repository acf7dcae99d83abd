import { type FSWatcher, watch } from 'node:fs';

/** Calls `written` soon after a write to the file, where the system tells; returns what ends it. */
export function onWrites(path: string, written: () => void): () => void {
  let watcher: FSWatcher;
  try {
    watcher = watch(path, { persistent: false }, written);
  } catch {
    // No such file, or too many watches on this machine.
    return () => {};
  }
  watcher.on('error', () => watcher.close());
  return () => watcher.close();
}
