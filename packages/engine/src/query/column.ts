import type { Manifest } from '../publish/manifest.ts';

/** A column of the feature rows, as the manifest describes it. */
export type Column = Manifest['columns'][number];
