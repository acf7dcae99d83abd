import { RejectedError } from '@wattline/errors';
import { orderedColumns, usedFamilies } from '@wattline/features';
import { Spec } from '@wattline/spec/schema';
import { z } from 'zod';

const ColumnScaling = z.object({
  name: z.string(),
  offset: z.number(),
  scale: z.number(),
  base: z.number(),
});

/** How one column was scaled: `(x − offset) · (1 / scale) + base`, in that order where bits matter. */
export type ColumnScaling = z.infer<typeof ColumnScaling>;

/** A column of training sets that has a number for each word, by steps in time. */
const Encoding = z.object({
  name: z.string(),
  /** The columns that say the word: the one whose value it is, or 0/1 columns, of which it is the one that is 1. */
  columns: z.array(z.string()).min(1),
  row: z.enum(['label', 'origin']).exactOptional(),
  from: z.array(z.string()).min(1),
  unseen: z.array(z.number().nullable()),
  words: z.array(z.tuple([z.string(), z.array(z.number().nullable())])),
  scaling: ColumnScaling.omit({ name: true }).exactOptional(),
});
export type Encoding = z.infer<typeof Encoding>;
const SealedScaler = z.object({
  features: z.array(ColumnScaling),
  targets: z.array(ColumnScaling),
  /** Numbers of each entity, in the order of features and targets: Float64, little-endian, base64; NaN: those of all. */
  entities: z
    .object({ fitted: z.array(z.object({ entity: z.string(), offset: z.string(), scale: z.string() })) })
    .exactOptional(),
});
export type SealedScaler = z.infer<typeof SealedScaler>;

const SealedColumn = z.object({
  name: z.string().min(1),
  dtype: z.enum(['Int64', 'Float64', 'String', 'Datetime(ms, UTC)']),
  role: z.enum(['time', 'entity', 'feature', 'target', 'withheld']),
});

const SealedLabel = z.object({
  name: z.string(),
  column: z.string(),
  as: z.enum(['value', 'difference', 'seasonal-difference', 'log1p', 'box-cox']),
  seasonSteps: z.int().positive().exactOptional(),
  lambda: z.number().exactOptional(),
});
export type SealedLabel = z.infer<typeof SealedLabel>;

/** What of a sealed version's `preprocessor.json` decides its rows. */
export const SealedTransform = z.object({
  format: z.literal(1),
  dataset: z.string(),
  version: z.string(),
  spec: Spec,
  columns: z.array(SealedColumn),
  scaler: SealedScaler.extend({ method: z.enum(['minmax', 'standard', 'robust', 'none']) }),
  encodings: z.array(Encoding).exactOptional(),
  /** Which versions of other datasets its rows have columns of. */
  joined: z
    .array(z.object({ join: z.string(), dataset: z.string(), version: z.string(), isOne: z.boolean() }))
    .exactOptional(),
  horizons: z
    .object({
      columns: z.array(z.object({ name: z.string(), of: z.enum(['label', 'origin']) })),
      horizons: z.array(
        z.object({
          horizon: z.string(),
          steps: z.int().positive(),
          labels: z.array(SealedLabel),
          scaler: SealedScaler,
          encodings: z.array(Encoding).exactOptional(),
        }),
      ),
    })
    .exactOptional(),
});
export type SealedTransform = z.infer<typeof SealedTransform>;

/** Versions that were sealed before columns had plain names have them as the file's columns are called. */
const asNamed = (sealed: SealedTransform): SealedTransform => {
  const { spec } = sealed;
  if (spec.naming !== 'wattline') return sealed;
  const names = new Set(sealed.columns.map(({ name }) => name));
  const isPlain = orderedColumns(usedFamilies(spec)).every(({ name }) => names.has(name));
  return isPlain ? sealed : { ...sealed, spec: { ...spec, naming: 'as-written' } };
};

/** @throws RejectedError where the document is none of this layout */
export const parseSealed = (preprocessor: unknown): SealedTransform => {
  const parsed = SealedTransform.safeParse(preprocessor);
  if (parsed.success) return asNamed(parsed.data);
  const [issue] = parsed.error.issues;
  throw new RejectedError(
    'PREPROCESSOR_UNREADABLE',
    `The preprocessor cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    { remedy: 'Give the content of preprocessor.json of a sealed version, as JSON', cause: parsed.error },
  );
};
