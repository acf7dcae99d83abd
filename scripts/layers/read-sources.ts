import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Import, SourceFile, Workspace } from './sources.ts';

/** Every way to name a module: from, an import for effect, import() of a value or a type, and import.meta.resolve. */
const IMPORT =
  /(?:^|[;}\s])(?:from|import)\s*\(?\s*'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'|import\.meta\.resolve\(\s*'([^'\n]+)'/g;

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** The modules that a source names. Comments are skipped, with their lines counted. */
export const readImports = (source: string): Import[] => {
  const code = source.replace(COMMENT, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return [...code.matchAll(IMPORT)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
    line: code.slice(0, match.index + match[0].length).split('\n').length,
  }));
};

const Names = z.record(z.string(), z.string()).default({});
const PackageJson = z.object({
  name: z.string(),
  dependencies: Names,
  devDependencies: Names,
  optionalDependencies: Names,
});

const skipped = (path: string): boolean => /(^|\/)(node_modules|dist)(\/|$)/.test(path);

const filesIn = (root: string, pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: skipped }).map((path) => path.replaceAll('\\', '/'));

export const readWorkspaces = (root: string): Workspace[] =>
  filesIn(root, '{apps,packages,services,test,bench}/{package.json,**/package.json}').map((file) => {
    const read = PackageJson.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
    const dependencies = [read.dependencies, read.devDependencies, read.optionalDependencies];
    return { folder: dirname(file), name: read.name, dependencies: dependencies.flatMap(Object.keys) };
  });

export const readSources = (root: string): SourceFile[] =>
  filesIn(root, '{apps,packages,services,test,bench}/**/*.{ts,tsx,js,mjs}').map((file) => ({
    file,
    imports: readImports(readFileSync(join(root, file), 'utf8')),
  }));
