import { createHash } from 'node:crypto';
import type { Spec } from '@wattline/spec';

/** Raised with every change that changes a sealed byte. */
export const ENGINE_VERSION = '2';

/**
 * The feature set's version: 16 hex digits, the same for the same raw bytes, spec and engine. The order of the spec's
 * columns counts: it is the order of the feature columns.
 */
export const featureSetVersion = (contentSha256: string, spec: Spec): string =>
  createHash('sha256')
    .update(JSON.stringify({ contentSha256, spec, engine: ENGINE_VERSION }))
    .digest('hex')
    .slice(0, 16);
