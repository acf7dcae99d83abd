import { totalmem } from 'node:os';

/** What reading one file may cost. */
export interface ReadLimits {
  readonly timeMs: number;
  /** Of the reading process, without what it shares with files on disk. */
  readonly memoryBytes: number;
  /** Of all files that reading makes, in its folder. */
  readonly scratchBytes: number;
}

/** Limits that the operator set; the others follow from the file and the machine. */
export type SetLimits = { readonly [Limit in keyof ReadLimits]?: ReadLimits[Limit] | undefined };

export type LimitName = keyof ReadLimits;

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** The memory of this machine, or of the container that this process runs in. */
export const machineBytes = (): number => {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
};

/**
 * Limits for a file of so many bytes. Sound files stay far below: a gigabyte of CSV takes some ten seconds on two
 * cores, some 2 GiB of memory and half its size on disk.
 */
export const readLimits = (
  fileBytes: number,
  set: SetLimits = {},
  machine: number = machineBytes(),
): ReadLimits => ({
  timeMs: set.timeMs ?? 120_000 + Math.ceil(fileBytes / MIB) * 1_000,
  memoryBytes: set.memoryBytes ?? Math.floor(Math.min(machine * 0.75, 2.5 * GIB + 4 * fileBytes)),
  scratchBytes: set.scratchBytes ?? 2 * GIB + 16 * fileBytes,
});
