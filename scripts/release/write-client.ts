import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import type { BundledWorkspace } from './bundled-workspaces.ts';

/** The folder of the package that has it. */
export const CLIENT = 'client';

const ENTRY = 'packages/api/src/published/index.ts';
const TYPES = 'types';

export const clientExports = {
  './client': { types: `./${CLIENT}/index.d.ts`, default: `./${CLIENT}/index.js` },
} as const;

const posix = (path: string): string => path.replaceAll(sep, '/');

/** Where each name of a workspace leads to, from the repository's root: `@wattline/spec/edit`. */
const facesOf = (workspaces: readonly BundledWorkspace[]): ReadonlyMap<string, string> =>
  new Map(
    workspaces.flatMap(({ name, folder, exports }) =>
      Object.entries(exports).map(([face, path]): [string, string] => [
        posix(join(name, face)),
        posix(join(folder, path)),
      ]),
    ),
  );

/** Declarations name each other as files of the package, not by their workspaces. */
const withOwnNames = (text: string, file: string, faces: ReadonlyMap<string, string>): string =>
  text
    .replaceAll(/['"](@wattline\/[^'"]+)['"]/g, (whole, name: string) => {
      const face = faces.get(name);
      return face === undefined ? whole : `'${posix(relative(dirname(file), relative('packages', face)))}'`;
    })
    .replaceAll(/(['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2');

/** The declarations of the client and of all that it names, each where its source is below `packages`. */
const writeTypes = (root: string, target: string, workspaces: readonly BundledWorkspace[]): void => {
  const faces = facesOf(workspaces);
  const folder = mkdtempSync(join(tmpdir(), 'wattline-client-'));
  try {
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: join(root, 'packages'),
        outDir: join(folder, TYPES),
        // For programs with and without Node's own types: in a browser there are none.
        lib: ['ES2024', 'DOM', 'DOM.Iterable'],
        types: [],
        // Without these, workspaces are libraries, of which no declarations are written.
        paths: Object.fromEntries([...faces].map(([name, path]) => [name, [join(root, path)]])),
      },
      include: [],
      files: [join(root, ENTRY)],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '--project', folder], { cwd: root, stdio: 'pipe' });
    for (const file of globSync('**/*.d.ts', { cwd: join(folder, TYPES) })) {
      const to = join(target, TYPES, file);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, withOwnNames(readFileSync(join(folder, TYPES, file), 'utf8'), file, faces));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Writes the client of the API: one module, and its types. Neither names a workspace; both need zod alone. */
export const writeClient = async (
  root: string,
  target: string,
  workspaces: readonly BundledWorkspace[],
): Promise<void> => {
  const folder = join(target, CLIENT);
  const bundle = await rolldown({ input: join(root, ENTRY), platform: 'neutral', external: ['zod'] });
  await bundle.write({ file: join(folder, 'index.js'), format: 'esm' });
  await bundle.close();
  writeTypes(root, folder, workspaces);
  const types = posix(join(TYPES, relative('packages', ENTRY))).replace(/\.ts$/, '.js');
  writeFileSync(join(folder, 'index.d.ts'), `export * from './${types}';\n`);
};
