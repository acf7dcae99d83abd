import type { Kind } from './kind.ts';
import * as registry from './registry.ts';

export type KindKey = keyof typeof registry;

/** All kinds, each under its key. */
export const kinds: { readonly [Key in KindKey]: Kind & { readonly key: Key } } = registry;

export const kindKeys = Object.keys(kinds) as [KindKey, ...KindKey[]];

/** The kind of a column's numbers. */
export const kindOf = ({ kind = 'gauge' }: { readonly kind?: KindKey | undefined }): Kind => kinds[kind];
