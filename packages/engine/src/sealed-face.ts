/** What others know of sealed sets, without the engine's own library: how they are named, versioned and listed. */
export { ONLY_ENTITY } from './columns.ts';
export { Manifest } from './publish/manifest.ts';
export { ENGINE_VERSION } from './version.ts';
