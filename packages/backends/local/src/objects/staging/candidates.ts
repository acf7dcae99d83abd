import { posix } from 'node:path';
import type { DirectoryStore } from '../open-directory-store.ts';
import { type CurrentFile, findCurrentFile } from '../tree.ts';
import { canSeeWriters, filesBeingWritten } from './open-writers.ts';
import { observe, type Settling, type SettlingTimes, settledAt } from './settling.ts';

export interface StagingLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Candidates {
  /** Records the current state of the file at the key. */
  look(key: string): Promise<void>;
  /** Files that are there but not imported yet. */
  open(): string[];
  /** Forgets all but these. */
  keep(keys: ReadonlySet<string>): void;
  /** Imports those that have settled, a dataset's spec before its data. */
  importSettled(): Promise<void>;
}

interface Candidate {
  readonly path: string;
  readonly settling: Settling;
  readonly isWriterSeen: boolean;
  /** Whether it is the newest version already. */
  readonly imported: boolean;
  notBefore: number;
}

const SPEC_FILE = 'wattline.yaml';
/** A program may keep a file open for ever: after this long it counts as complete. */
const LONGEST_WRITER_MS = 60_000;
const RETRY_MS = 5_000;

const isSpec = (key: string): boolean => posix.basename(key) === SPEC_FILE;

/** The files of a staging folder, each with how it has been changing. `now` never goes back. */
export const createCandidates = (
  store: DirectoryStore,
  times: SettlingTimes,
  log: StagingLog | undefined,
  now: () => number = () => performance.now(),
): Candidates => {
  const candidates = new Map<string, Candidate>();

  const isOpen = ({ imported, notBefore }: Candidate, at: number) => !imported && notBefore <= at;
  const hasSettled = ({ settling, isWriterSeen }: Candidate, at: number) =>
    settledAt(settling, times, isWriterSeen) <= at;

  const take = async (key: string, current: CurrentFile) => {
    const before = candidates.get(key);
    const settling = observe(before?.settling, current.identity, now());
    if (before !== undefined && settling === before.settling) return;
    const imported = await store.isImported(key, current);
    const { path, ownerUid } = current;
    candidates.set(key, { path, settling, isWriterSeen: canSeeWriters(ownerUid), imported, notBefore: 0 });
  };

  const look = async (key: string) => {
    const current = await findCurrentFile(store.folder, key);
    if (current === undefined) candidates.delete(key);
    else await take(key, current);
  };

  const importFile = async (key: string, candidate: Candidate) => {
    try {
      const info = await store.importFile(key);
      if (info === undefined) {
        // It changed just now, or somebody else was quicker: look again.
        candidates.delete(key);
        await look(key);
        return;
      }
      candidates.set(key, { ...candidate, imported: true });
      log?.info({ key, bytes: info.bytes, version: info.versionId }, 'file imported from the staging folder');
    } catch (error) {
      candidate.notBefore = now() + RETRY_MS;
      log?.warn({ key, err: error }, 'file in the staging folder cannot be imported yet');
    }
  };

  /** A file waits for the spec that arrives beside it. */
  const awaitsSpec = (key: string, at: number): boolean => {
    const spec = candidates.get(posix.join(posix.dirname(key), SPEC_FILE));
    return !isSpec(key) && spec !== undefined && isOpen(spec, at) && !hasSettled(spec, at);
  };

  return {
    look,

    open: () => [...candidates].flatMap(([key, { imported }]) => (imported ? [] : [key])),

    keep(keys) {
      for (const key of [...candidates.keys()]) if (!keys.has(key)) candidates.delete(key);
    },

    async importSettled() {
      const at = now();
      const settled = [...candidates].filter(
        ([key, each]) => isOpen(each, at) && hasSettled(each, at) && !awaitsSpec(key, at),
      );
      const written = await filesBeingWritten(new Set(settled.map(([, { path }]) => path)));
      const ordered = settled.toSorted(([a], [b]) => Number(isSpec(b)) - Number(isSpec(a)));
      for (const [key, candidate] of ordered) {
        const held = written.has(candidate.path) && at - candidate.settling.changedAt < LONGEST_WRITER_MS;
        if (held) candidate.notBefore = at + times.quietMs;
        else await importFile(key, candidate);
      }
    },
  };
};
