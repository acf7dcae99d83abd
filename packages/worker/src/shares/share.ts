import { sha256 } from '@wattline/hash';
import { StageName } from '@wattline/topology';
import { z } from 'zod';
import type { InputFile } from '../input-file.ts';
import { ObjectRef, type RunDocument } from '../ledger.ts';
import type { StageLog } from '../stage-log.ts';

/**
 * The message that offers a share: a piece of one task, that any worker of its stage may do. The task does itself what
 * nobody else does, so that a share is never failed, and never in the ledger.
 */
export const ShareOffered = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.literal('wattline.share.offered'),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.object({
    run: z.string().min(1),
    dataset: z.string().min(1),
    replay: z.int().nonnegative(),
    part: z.int().nonnegative(),
    parts: z.int().positive(),
    stage: StageName,
    /** Names the division of the task's work. */
    division: z.string().min(1),
    share: z.int().nonnegative(),
  }),
});
export type ShareOffered = z.infer<typeof ShareOffered>;
export type OfferedShare = ShareOffered['data'];

/** Who is at a share: the task that offered it, or a worker that took it up. */
export const ShareClaim = z.object({ by: z.enum(['task', 'worker']), worker: z.string() });
export type ShareClaim = z.infer<typeof ShareClaim>;

/** What a share gave; its files are in the feature store, called by the names that the stage gave them. */
export const ShareDone = z.object({
  result: z.record(z.string(), z.unknown()),
  outputs: z.array(z.object({ name: z.string(), ref: ObjectRef })),
});
export type ShareDone = z.infer<typeof ShareDone>;

/** What a stage does of a share. */
export interface ShareWork {
  readonly run: RunDocument;
  /** What the task wrote down for all of its shares; to be validated. */
  readonly plan: unknown;
  readonly share: number;
  /** A file with the object's bytes, at least those of these spans: elsewhere it may have zeros. */
  partOf(
    ref: ObjectRef,
    spans: readonly { readonly from: number; readonly to: number }[],
  ): Promise<InputFile['path']>;
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly log: StageLog;
}

/** Small and JSON, and files by names that the task asks for. */
export interface ShareOutcome {
  readonly result: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

/** Names a division of a task's work by its plan. */
export const divisionOf = (plan: unknown): string => sha256(JSON.stringify(plan)).slice(0, 16);

type OfTask = Pick<OfferedShare, 'run' | 'replay' | 'stage' | 'part'>;

const sharesOf = ({ run, replay, stage, part }: OfTask): string =>
  `work/${run}/replay-${replay}/${stage}/${part}/shares/`;

/** Where a file that a task lends to other workers is in the feature store. */
export const lentKey = ({ sha256, ...task }: OfTask & { readonly sha256: string }): string =>
  `${sharesOf(task)}files/${sha256.slice(0, 16)}`;

/** Where a division of a task's work is in the feature store. */
export const shareKeys = ({ division, ...task }: OfTask & Pick<OfferedShare, 'division'>) => {
  const root = `${sharesOf(task)}${division}/`;
  const shareRoot = (share: number) => `${root}${String(share).padStart(6, '0')}/`;
  return {
    root,
    plan: `${root}plan.json`,
    claim: (share: number) => `${shareRoot(share)}claim.json`,
    done: (share: number) => `${shareRoot(share)}done.json`,
    output: (share: number, attempt: string, name: string) => `${shareRoot(share)}${attempt}/${name}`,
  };
};
