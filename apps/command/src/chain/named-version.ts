import { UsageError } from '@wattline/errors';

/** The parts of `DATASET@VERSION`. Throws UsageError where there is no version. */
export const namedVersion = (text: string): { readonly dataset: string; readonly version: string } => {
  const at = text.lastIndexOf('@');
  if (at > 0 && at < text.length - 1) return { dataset: text.slice(0, at), version: text.slice(at + 1) };
  throw new UsageError('VERSION_MISSING', `${JSON.stringify(text)} names no version`, {
    remedy: 'name it as DATASET@VERSION; wattline history DATASET lists versions',
  });
};
