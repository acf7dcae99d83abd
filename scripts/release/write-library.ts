import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import type { BundledWorkspace } from './bundled-workspaces.ts';

/** A part of the package that programs import: one module and its types, in a folder of its own. */
export interface Library {
  /** `client`: imported as `wattline/client`. */
  readonly name: string;
  readonly entry: string;
  /** Packages that it imports; all else is in its module. */
  readonly imports: readonly string[];
  /** Types that its source takes for granted, and its declarations do not name. */
  readonly types: readonly string[];
}

export const libraries: readonly Library[] = [
  { name: 'client', entry: 'packages/api/src/published/index.ts', imports: ['zod'], types: [] },
  { name: 'transform', entry: 'packages/transform/src/index.ts', imports: [], types: ['node'] },
];

const TYPES = 'types';

export const libraryExports = Object.fromEntries(
  libraries.map(({ name }) => [
    `./${name}`,
    { types: `./${name}/index.d.ts`, default: `./${name}/index.js` },
  ]),
);

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

/** The declarations of a library and of all that it names, each where its source is below `packages`. */
const writeTypes = (
  root: string,
  target: string,
  { entry, types }: Library,
  workspaces: readonly BundledWorkspace[],
): void => {
  const faces = facesOf(workspaces);
  const folder = mkdtempSync(join(tmpdir(), 'wattline-library-'));
  try {
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: join(root, 'packages'),
        outDir: join(folder, TYPES),
        // For programs without Node's own types too: in a browser there are none.
        lib: ['ES2024', 'DOM', 'DOM.Iterable'],
        types,
        typeRoots: [join(root, 'node_modules/@types')],
        // Without these, workspaces are libraries, of which no declarations are written.
        paths: Object.fromEntries([...faces].map(([name, path]) => [name, [join(root, path)]])),
      },
      include: [],
      files: [join(root, entry)],
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

/** Writes a library: one module, which names no workspace, and its types. */
export const writeLibrary = async (
  root: string,
  target: string,
  library: Library,
  workspaces: readonly BundledWorkspace[],
): Promise<void> => {
  const { name, entry, imports } = library;
  const folder = join(target, name);
  const bundle = await rolldown({
    input: join(root, entry),
    // Nothing of Node's is imported.
    platform: 'browser',
    external: [...imports],
  });
  await bundle.write({ file: join(folder, 'index.js'), format: 'esm' });
  await bundle.close();
  writeTypes(root, folder, library, workspaces);
  const declared = posix(join(TYPES, relative('packages', entry))).replace(/\.ts$/, '.js');
  writeFileSync(join(folder, 'index.d.ts'), `export * from './${declared}';\n`);
};
