// Copies what shows the API reference to the status service: swagger-ui-dist itself brings a package along that reports
// each installation to its maker, so users are not given it as a dependency.
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'LICENSE',
  'NOTICE',
];

const from = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
const to = fileURLToPath(new URL('../../../services/status/dist/reference/', import.meta.url));
mkdirSync(to, { recursive: true });
for (const file of FILES) cpSync(join(from, file), join(to, file));
