import { fileURLToPath } from 'node:url';
import { findViolations } from './find-violations.ts';
import { readSources, readWorkspaces } from './read-sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const violations = findViolations(readWorkspaces(root), readSources(root));
for (const { file, line, imported, reason } of violations)
  process.stderr.write(`${file}:${line}: imports ${imported}: ${reason}\n`);
if (violations.length > 0) process.exit(1);
