import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Names = z.record(z.string(), z.string()).default({});
const Exports = z.record(z.string(), z.string()).default({});
const Manifest = z.object({ name: z.string(), version: z.string(), exports: Exports, dependencies: Names });

export interface BundledWorkspace extends z.infer<typeof Manifest> {
  /** From the repository's root. */
  readonly folder: string;
}

const readWorkspace = (root: string, file: string): BundledWorkspace => ({
  ...Manifest.parse(JSON.parse(readFileSync(join(root, file), 'utf8'))),
  folder: dirname(file),
});

/** The command's workspace, and every workspace that it needs when it runs. */
export const bundledWorkspaces = (
  root: string,
): { readonly command: BundledWorkspace; readonly needed: readonly BundledWorkspace[] } => {
  const files = globSync('{apps,packages,packages/backends,services}/*/package.json', { cwd: root });
  const all = new Map(
    files.map((file) => readWorkspace(root, file)).map((workspace) => [workspace.name, workspace]),
  );
  const command = all.get('@wattline/command');
  if (command === undefined) throw new Error('there is no workspace @wattline/command');
  const needed = new Set<BundledWorkspace>();
  const add = ({ dependencies }: BundledWorkspace): void => {
    for (const name of Object.keys(dependencies)) {
      const workspace = all.get(name);
      if (workspace === undefined || needed.has(workspace)) continue;
      needed.add(workspace);
      add(workspace);
    }
  };
  add(command);
  return { command, needed: [...needed].sort((a, b) => (a.name < b.name ? -1 : 1)) };
};

/** Every library of these workspaces, at the one version that all of them name. */
export const librariesOf = (workspaces: readonly BundledWorkspace[]): Record<string, string> => {
  const own = new Set(workspaces.map(({ name }) => name));
  const found = workspaces.flatMap(({ dependencies }) =>
    Object.entries(dependencies).filter(([name]) => !own.has(name)),
  );
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
};
