import { posix } from 'node:path';
import type { DirectoryStore } from '../open-directory-store.ts';
import { findStanding, type Standing } from '../tree.ts';
import { filesBeingWritten } from './open-writers.ts';
import { observe, type Patience, type Settling, settledAt } from './settling.ts';

export interface StagingLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Candidates {
  /** Takes note of how the file at the key stands now. */
  look(key: string): Promise<void>;
  /** Files that stand but are not adopted yet. */
  open(): string[];
  /** Forgets all but these. */
  keep(keys: ReadonlySet<string>): void;
  /** Adopts those that have settled, a dataset's spec before its data. */
  adoptSettled(): Promise<void>;
}

interface Candidate {
  readonly path: string;
  readonly settling: Settling;
  /** Whether it is the newest version already. */
  readonly adopted: boolean;
  notBefore: number;
}

const SPEC_FILE = 'wattline.yaml';
/** A program may keep a file open for ever: then it is believed to be whole after a while. */
const LONGEST_WRITER_MS = 60_000;
const RETRY_MS = 5_000;

const isSpec = (key: string): boolean => posix.basename(key) === SPEC_FILE;

/** The files of a staging folder, each with how it has been changing. `now` never goes back. */
export const createCandidates = (
  store: DirectoryStore,
  patience: Patience,
  log: StagingLog | undefined,
  now: () => number = () => performance.now(),
): Candidates => {
  const candidates = new Map<string, Candidate>();

  const isOpen = ({ adopted, notBefore }: Candidate, at: number) => !adopted && notBefore <= at;
  const hasSettled = ({ settling }: Candidate, at: number) => settledAt(settling, patience) <= at;

  const take = async (key: string, standing: Standing) => {
    const before = candidates.get(key);
    const settling = observe(before?.settling, standing.identity, now());
    if (before !== undefined && settling === before.settling) return;
    const adopted = await store.isAdopted(key, standing);
    candidates.set(key, { path: standing.path, settling, adopted, notBefore: 0 });
  };

  const look = async (key: string) => {
    const standing = await findStanding(store.folder, key);
    if (standing === undefined) candidates.delete(key);
    else await take(key, standing);
  };

  const adopt = async (key: string, candidate: Candidate) => {
    try {
      const info = await store.adopt(key);
      if (info === undefined) {
        // It changed just now, or somebody else was quicker: look again.
        candidates.delete(key);
        await look(key);
        return;
      }
      candidates.set(key, { ...candidate, adopted: true });
      log?.info({ key, bytes: info.bytes, version: info.versionId }, 'file adopted from the staging folder');
    } catch (error) {
      candidate.notBefore = now() + RETRY_MS;
      log?.warn({ key, err: error }, 'file in the staging folder cannot be adopted yet');
    }
  };

  /** A file waits for the spec that arrives beside it. */
  const awaitsSpec = (key: string, at: number): boolean => {
    const spec = candidates.get(posix.join(posix.dirname(key), SPEC_FILE));
    return !isSpec(key) && spec !== undefined && isOpen(spec, at) && !hasSettled(spec, at);
  };

  return {
    look,

    open: () => [...candidates].flatMap(([key, { adopted }]) => (adopted ? [] : [key])),

    keep(keys) {
      for (const key of [...candidates.keys()]) if (!keys.has(key)) candidates.delete(key);
    },

    async adoptSettled() {
      const at = now();
      const settled = [...candidates].filter(
        ([key, each]) => isOpen(each, at) && hasSettled(each, at) && !awaitsSpec(key, at),
      );
      const written = await filesBeingWritten(new Set(settled.map(([, { path }]) => path)));
      const ordered = settled.toSorted(([a], [b]) => Number(isSpec(b)) - Number(isSpec(a)));
      for (const [key, candidate] of ordered) {
        const held = written.has(candidate.path) && at - candidate.settling.changedAt < LONGEST_WRITER_MS;
        if (held) candidate.notBefore = at + patience.quietMs;
        else await adopt(key, candidate);
      }
    },
  };
};
