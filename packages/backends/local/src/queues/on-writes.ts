import { type FSWatcher, watch } from 'node:fs';

/** Calls `written` soon after a write to the file, if the system reports it. Returns a function that stops. */
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
