import { z } from 'zod';

const Column = z.object({ name: z.string(), psi: z.number(), ks: z.number() });

const Result = z.object({
  drift: z.object({
    against: z.string(),
    compared: z.int().nonnegative(),
    drifted: z.int().nonnegative(),
    /** The worst first. */
    columns: z.array(Column),
  }),
});

/** How far a version has drifted, in short. */
export const DriftSummary = z.object({
  /** The version whose training span its later rows were compared with. */
  against: z.string(),
  /** How many columns were compared, and have drifted. */
  compared: z.int().nonnegative(),
  drifted: z.int().nonnegative(),
  worst: Column,
});
export type DriftSummary = z.infer<typeof DriftSummary>;

/** What the result of a stage says of drift; undefined where nothing was compared. */
export const driftIn = (result: unknown): DriftSummary | undefined => {
  const drift = Result.safeParse(result).data?.drift;
  const [worst] = drift?.columns ?? [];
  if (drift === undefined || worst === undefined) return undefined;
  const { against, compared, drifted } = drift;
  return { against, compared, drifted, worst };
};
