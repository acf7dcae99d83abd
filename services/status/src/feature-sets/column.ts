import type { Manifest } from '@wattline/engine/manifest';

/** A column of the feature rows, as the manifest tells of it. */
export type Column = Manifest['columns'][number];
