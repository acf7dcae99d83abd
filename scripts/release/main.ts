import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from './pack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const path = await pack(root, resolve(process.argv[2] ?? 'release'));
process.stdout.write(`${path}\nInstall it anywhere: npm install ${path} && npx wattline --help\n`);
