import { lastStage } from '@wattline/topology';
import type { Receipt } from '@wattline/worker';
import { z } from 'zod';
import type { DonePart } from './run-index.ts';
import type { RunSummary } from './run-summary.ts';

const Ingested = z.object({ rows: z.object({ read: z.int(), refused: z.int() }) });
const Published = z.object({ rows: z.int() });

/** Stages may be left out of a sealed run: nothing depends on them. */
type SummedReceipt = Omit<Receipt, 'stages' | 'outputs'> & Partial<Pick<Receipt, 'stages'>>;

const isOver = (status: Receipt['status']): boolean => status !== 'waiting' && status !== 'running';

/** The stage at work, or the one that ended the run. */
const stageOf = ({ status, stages = [], error }: SummedReceipt): RunSummary['stage'] => {
  if (status === 'sealed') return lastStage;
  if (error !== undefined) return error.stage;
  return stages.find((stage) => stage.status !== 'done')?.stage;
};

/** A list has no room for how the file was read. */
const inShort = ({ questions: _, evidence: __, ...error }: NonNullable<Receipt['error']>) => error;

/** A receipt in one line of a list. */
export const summarize = (receipt: SummedReceipt): RunSummary => {
  const { run, dataset, status, upload, replay, ms, version, error } = receipt;
  // A stage of another make may report otherwise: then these stay unsaid.
  const ingested = Ingested.safeParse(receipt.ingested).data;
  const published = Published.safeParse(receipt.published).data;
  const stage = stageOf(receipt);
  return {
    run,
    dataset,
    status,
    key: upload.key,
    bytes: upload.bytes,
    uploadedAt: upload.at,
    replay,
    ...(ms !== undefined && isOver(status) && { ms }),
    ...(version !== undefined && { version }),
    ...(ingested !== undefined && { rowsRead: ingested.rows.read, rowsRefused: ingested.rows.refused }),
    ...(published !== undefined && { featureRows: published.rows }),
    ...(stage !== undefined && { stage }),
    ...(error !== undefined && { error: inShort(error) }),
  };
};

/** What a receipt says of the parts that are done. */
export const doneParts = ({ run, stages }: Receipt): DonePart[] =>
  stages.flatMap(({ stage, parts }) =>
    parts.flatMap(({ part, status, finishedAt, ms }) =>
      status === 'done' && finishedAt !== undefined && ms !== undefined
        ? [{ run, stage, part, finishedAt: new Date(finishedAt), ms }]
        : [],
    ),
  );
