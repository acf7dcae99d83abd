import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@wattline/hash';
import { writePackage } from './write-package.ts';

/** What ports of the online transform to other languages are held against. */
const VECTORS = 'packages/transform/vectors/rows.json';

/**
 * Packs the command into `wattline-VERSION.tgz`, with its SHA-256 and the vectors of served rows beside it. Returns the
 * path of the packed file.
 */
export const pack = async (root: string, out: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-release-'));
  try {
    const { version } = await writePackage(root, folder);
    mkdirSync(out, { recursive: true });
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], { cwd: folder });
    const name = `wattline-${version}.tgz`;
    const hash = sha256(readFileSync(join(out, name)));
    writeFileSync(join(out, `${name}.sha256`), `${hash}  ${name}\n`);
    copyFileSync(join(root, VECTORS), join(out, `wattline-${version}-vectors.json`));
    return join(out, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
