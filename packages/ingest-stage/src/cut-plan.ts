import { Cut, ENGINE_VERSION } from '@wattline/engine/cuts';
import type { KnownColumns } from '@wattline/engine/ingest';
import { Spec } from '@wattline/spec';
import { ObjectRef } from '@wattline/worker/ledger';
import { z } from 'zod';

const Span = z.object({ from: z.int().nonnegative(), to: z.int().nonnegative() });

/** What each share of reading a file is to know: all that decides how it is read, so that each reads it alike. */
export const CutPlan = z.object({
  format: z.literal(3),
  /** Another release may read otherwise. */
  engine: z.literal(ENGINE_VERSION),
  raw: ObjectRef,
  /** What it holds, where it is packed or text of 16 bits: the cuts are of this. */
  unpacked: z
    .object({
      ref: ObjectRef,
      packing: z.string().optional(),
      encoding: z
        .object({ encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']), bom: z.int() })
        .optional(),
    })
    .optional(),
  /** What messages call the file. */
  name: z.string(),
  /** The dataset's `wattline.yaml`. */
  spec: z.object({ text: z.string(), name: z.string() }).optional(),
  /** What the dataset's first upload showed, where there is no such file. */
  found: Spec.optional(),
  /** Written by the process beside, and read by it. */
  knownColumns: z.custom<KnownColumns>((known) => typeof known === 'object' && known !== null).optional(),
  cuts: z.array(Cut),
  /** Of rows: the bytes that all cuts, and each, are read from. */
  bytes: z.object({ all: z.array(Span), own: z.array(Span) }).optional(),
});
export type CutPlan = z.infer<typeof CutPlan>;
