import { cpSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BundledWorkspace, bundledWorkspaces, librariesOf } from './bundled-workspaces.ts';
import { javaScriptName, plainJavaScript } from './plain-javascript.ts';
import { CONTRACT, contractExports, writeContract } from './write-contract.ts';
import { libraries, libraryExports, writeLibrary } from './write-library.ts';

/** What a workspace needs when it runs: no tests, and nothing that only builds it. */
const RUNTIME = '{bin,src,dist,presets}/**/*';
const isLeftOut = (path: string): boolean =>
  /\.test\.ts$|\.fixture\.ts$|(^|\/)(testing|node_modules)(\/|$)|\/\.[^/]*stamp$/.test(path);

const copyWorkspace = (root: string, folder: string, target: string): void => {
  const from = join(root, folder);
  const files = globSync(RUNTIME, { cwd: from }).filter(
    (file) => !isLeftOut(file) && statSync(join(from, file)).isFile(),
  );
  for (const file of files) {
    const to = join(target, javaScriptName(file));
    mkdirSync(dirname(to), { recursive: true });
    if (/\.[jt]s$/.test(file) && !file.startsWith('dist/'))
      writeFileSync(to, plainJavaScript(readFileSync(join(from, file), 'utf8')));
    else cpSync(join(from, file), to);
  }
};

const writeJson = (path: string, value: unknown): void =>
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

const workspaceManifest = ({ name, exports }: BundledWorkspace, version: string): object => ({
  name,
  version,
  license: 'Apache-2.0',
  type: 'module',
  exports: Object.fromEntries(Object.entries(exports).map(([face, path]) => [face, javaScriptName(path)])),
});

/** Node 24 for machines with an older one, as in the repository; without it the command says what it needs. */
const ownNode = (root: string): Record<string, string> => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: { node: string };
  };
  return { node: devDependencies.node };
};

/** Writes the package `wattline` to a folder, its workspaces bundled as plain JavaScript. */
export const writePackage = async (root: string, target: string): Promise<{ readonly version: string }> => {
  const { command, needed } = bundledWorkspaces(root);
  const { version } = command;
  copyWorkspace(root, command.folder, target);
  for (const workspace of needed) {
    const folder = join(target, 'node_modules', workspace.name);
    copyWorkspace(root, workspace.folder, folder);
    writeJson(join(folder, 'package.json'), workspaceManifest(workspace, version));
  }
  cpSync(join(root, 'infra/topology.json'), join(target, 'node_modules/@wattline/topology/topology.json'));
  writeContract(root, target);
  for (const library of libraries) await writeLibrary(root, target, library, needed);
  for (const file of ['README.md', 'LICENSE']) cpSync(join(root, file), join(target, file));
  writeJson(join(target, 'package.json'), {
    name: 'wattline',
    version,
    description: 'Upload time series, get sealed, versioned, model-ready feature sets.',
    license: 'Apache-2.0',
    type: 'module',
    bin: { wattline: 'bin/wattline.js' },
    exports: { ...contractExports, ...libraryExports },
    // npm of an older one leaves out the native part of nodejs-polars.
    engines: { node: '>=22' },
    files: ['bin', 'src', ...libraries.map((library) => library.name), CONTRACT],
    dependencies: {
      ...librariesOf([command, ...needed]),
      ...Object.fromEntries(needed.map(({ name }) => [name, version])),
    },
    optionalDependencies: ownNode(root),
    bundleDependencies: needed.map(({ name }) => name),
  });
  return { version };
};
