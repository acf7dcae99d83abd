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

const SealedColumn = z.object({
  name: z.string().min(1),
  dtype: z.enum(['Int64', 'Float64', 'String', 'Datetime(ms, UTC)']),
  role: z.enum(['time', 'entity', 'feature', 'target', 'withheld']),
});

/** What of a sealed version's `preprocessor.json` decides its rows. */
export const SealedTransform = z.object({
  format: z.literal(1),
  dataset: z.string(),
  version: z.string(),
  spec: Spec,
  columns: z.array(SealedColumn),
  scaler: z.object({
    method: z.enum(['minmax', 'standard', 'robust', 'none']),
    features: z.array(ColumnScaling),
    targets: z.array(ColumnScaling),
  }),
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
