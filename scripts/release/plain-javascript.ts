import { stripTypeScriptTypes } from 'node:module';

/** A module's file name once its types are gone; files of other kinds keep theirs. */
export const javaScriptName = (path: string): string => path.replace(/\.ts$/, '.js');

/** Relative names of modules, in imports and in `new URL`. */
const RELATIVE_MODULE = /(['"`])(\.{1,2}\/[^'"`\n]*)\.ts\1/g;

/** The topology is copied into its package: a packed file has no folder `infra`. */
const OUTSIDE = [['../../../infra/topology.json', '../topology.json']] as const;

/** A TypeScript module as JavaScript: Node strips no types below `node_modules`. */
export const plainJavaScript = (source: string): string => {
  const names = stripTypeScriptTypes(source).replace(RELATIVE_MODULE, '$1$2.js$1');
  return OUTSIDE.reduce((code, [from, to]) => code.replaceAll(from, to), names);
};
