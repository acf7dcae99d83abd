import { createHash } from 'node:crypto';
import type { Spec } from '@wattline/spec';

/** Raised with every change that changes a sealed byte. */
export const ENGINE_VERSION = '1';

/** Keys in order at every depth, so that equal specs have equal text. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );

/** The feature set's version: 16 hex digits, the same for the same raw bytes, spec and engine. */
export const featureSetVersion = (contentSha256: string, spec: Spec): string =>
  createHash('sha256')
    .update(canonicalJson({ contentSha256, spec, engine: ENGINE_VERSION }))
    .digest('hex')
    .slice(0, 16);
