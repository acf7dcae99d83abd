import { sha256 } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { changesTouching } from './engine-changes.ts';
import { specAsUsed } from './spec-as-used.ts';

/** What numbered changes count from. It stays: a change of sealed bytes is a new line in engine-changes.ts. */
export const ENGINE_VERSION = '2';

/**
 * The feature set's version: 16 hex digits, the same for the same raw bytes, spec as used, and engine changes that
 * touch the spec.
 */
export const featureSetVersion = (contentSha256: string, spec: Spec): string =>
  sha256(
    JSON.stringify([
      { contentSha256, engine: ENGINE_VERSION, changes: changesTouching(spec) },
      specAsUsed(spec),
    ]),
  ).slice(0, 16);
