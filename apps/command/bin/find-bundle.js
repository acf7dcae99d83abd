import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command as `scripts/bundle.mjs` joined it; undefined where there is none, or a source changed since. */
export const findBundle = (root = fileURLToPath(new URL('../../../', import.meta.url))) => {
  const isSame = ([path, mtimeMs, size]) => {
    const found = statSync(root + path, { throwIfNoEntry: false });
    return found !== undefined && found.mtimeMs === mtimeMs && found.size === size;
  };
  try {
    const current = JSON.parse(readFileSync(join(root, 'dist/current.json'), 'utf8'));
    // A folder that was moved: the bundle names what is installed by its path.
    if (current.root !== root || !current.inputs.every(isSame)) return undefined;
    const command = join(root, 'dist', current.folder, 'command.js');
    return existsSync(command) ? command : undefined;
  } catch {
    return undefined;
  }
};
