import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of these an adapter's author needs the types. */
const typed = [
  { name: '@wattline/errors', folder: 'packages/errors', entries: ['index.ts'] },
  { name: '@wattline/topology', folder: 'packages/topology', entries: ['index.ts'] },
  {
    name: '@wattline/backend-contract',
    folder: 'packages/backends/contract',
    entries: ['index.ts', 'contract/index.ts'],
  },
];

const options = [
  ...['--ignoreConfig', '--declaration', '--emitDeclarationOnly', '--allowImportingTsExtensions', '--strict'],
  ...['--module', 'nodenext', '--target', 'esnext', '--types', 'node'],
];

const writeTypes = (root: string, target: string): void => {
  for (const { name, folder, entries } of typed) {
    const source = join(root, folder, 'src');
    const places = ['--rootDir', source, '--outDir', join(target, 'node_modules', name, 'src')];
    const files = entries.map((entry) => join(source, entry));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, ...options, ...places, ...files], { cwd: root, stdio: 'pipe' });
  }
};

/** The folder of the package that has them. */
export const CONTRACT = 'backend-contract';

/** What the package `wattline` offers by name. */
export const contractExports: Readonly<Record<string, string>> = {
  './package.json': './package.json',
  './backend-contract': `./${CONTRACT}/index.js`,
  './backend-contract/contract': `./${CONTRACT}/contract.js`,
};

/**
 * Offers the ports, their errors and the contract suites to adapters outside of this repository. They are those that
 * the command itself uses: an error that an adapter throws is known by its class.
 */
export const writeContract = (root: string, target: string): void => {
  const folder = join(target, CONTRACT);
  mkdirSync(folder);
  for (const [name, from] of [
    ['index', '@wattline/backend-contract'],
    ['contract', '@wattline/backend-contract/contract'],
  ])
    for (const ending of ['js', 'd.ts'])
      writeFileSync(join(folder, `${name}.${ending}`), `export * from '${from}';\n`);
  writeTypes(root, target);
};
