import { dirname, join, normalize, sep } from 'node:path';
import { ANSWERS, answeringFolders, outermost, ownedLibraries, rankOf, TEST_TOOLS } from './layers.ts';
import type { SourceFile, Workspace } from './sources.ts';

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly imported: string;
  readonly reason: string;
}

/** Tests may reach up: they put the parts together. */
const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\/|\.fixture\.ts$/.test(file);

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const relativeFault = (specifier: string, file: string, from: Workspace): string | undefined => {
  const target = normalize(join(dirname(file), specifier))
    .split(sep)
    .join('/');
  const mayReachScripts = outermost.includes(from.folder) && target.startsWith('scripts/');
  return mayReachScripts || target.startsWith(`${from.folder}/`)
    ? undefined
    : `a relative import stays inside its own workspace; import ${target} by its package's name`;
};

/** What the API answers is made at its edge, out of types of the service's own. */
const edgeFault = (from: Workspace, to: Workspace, file: string): string | undefined => {
  const folders = answeringFolders[from.folder];
  if (to.folder !== ANSWERS || folders === undefined) return undefined;
  return folders.some((folder) => file.startsWith(`${from.folder}/${folder}/`))
    ? undefined
    : `only ${folders.slice(0, 2).join(' and ')} of ${from.folder} know the API's types`;
};

const workspaceFault = (from: Workspace, to: Workspace, file: string): string | undefined => {
  const [own, other] = [rankOf(from.folder), rankOf(to.folder)];
  if (own === undefined || other === undefined) return undefined; // Reported once, for the workspace.
  if (!from.dependencies.includes(to.name)) return `${from.folder}/package.json does not list ${to.name}`;
  if (isTest(file)) return undefined;
  if (other < own) return edgeFault(from, to, file);
  if (to.folder === TEST_TOOLS) return undefined;
  return `${from.folder} may not use ${to.folder}: arrows point down (scripts/layers/layers.ts has the order)`;
};

const libraryFault = (library: string, from: Workspace, file: string): string | undefined => {
  const owner = ownedLibraries[library];
  if (owner === undefined || owner === from.folder || from.folder === 'test' || isTest(file))
    return undefined;
  return `only ${owner} imports ${library}`;
};

const faultOf = (
  specifier: string,
  file: string,
  from: Workspace,
  byName: ReadonlyMap<string, Workspace>,
): string | undefined => {
  if (specifier.startsWith('.')) return relativeFault(specifier, file, from);
  const name = packageOf(specifier);
  if (name === from.name) return undefined;
  const to = byName.get(name);
  return to === undefined ? libraryFault(name, from, file) : workspaceFault(from, to, file);
};

const unordered = (workspaces: readonly Workspace[]): Violation[] =>
  workspaces
    .filter(({ folder }) => rankOf(folder) === undefined)
    .map(({ folder, name }) => ({
      file: `${folder}/package.json`,
      line: 1,
      imported: name,
      reason: 'this workspace is in no layer: put it into packageOrder in scripts/layers/layers.ts',
    }));

/** Every import that points the wrong way. */
export const findViolations = (
  workspaces: readonly Workspace[],
  sources: readonly SourceFile[],
): Violation[] => {
  const byName = new Map(workspaces.map((workspace) => [workspace.name, workspace]));
  const nearestFirst = workspaces.toSorted((a, b) => b.folder.length - a.folder.length);
  const imports = sources.flatMap(({ file, imports: found }) => {
    const from = nearestFirst.find(({ folder }) => file.startsWith(`${folder}/`));
    if (from === undefined) return [];
    return found.flatMap(({ specifier, line }): Violation[] => {
      const reason = faultOf(specifier, file, from, byName);
      return reason === undefined ? [] : [{ file, line, imported: specifier, reason }];
    });
  });
  return [...unordered(workspaces), ...imports];
};
