import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const guide = fileURLToPath(new URL('../../docs/guides/read-elsewhere.md', import.meta.url));
const script = fileURLToPath(new URL('run_guide.py', import.meta.url));

interface Piece {
  readonly heading: string;
  readonly code: string;
}

/** The Python of the guide, in its order, each piece with the heading that it stands below. */
export const readPieces = async (): Promise<readonly Piece[]> => {
  const pieces: Piece[] = [];
  let heading = '';
  let fence: { readonly language: string; readonly lines: string[] } | undefined;
  for (const line of (await readFile(guide, 'utf8')).split('\n')) {
    if (line.startsWith('```')) {
      if (fence?.language === 'python') pieces.push({ heading, code: fence.lines.join('\n') });
      fence = fence === undefined ? { language: line.slice(3), lines: [] } : undefined;
    } else if (fence !== undefined) fence.lines.push(line);
    else if (/^##+ /.test(line)) heading = line.replace(/^#+ /, '');
  }
  return pieces;
};

export interface Reading {
  /** The pieces below these headings run, in this order. */
  readonly headings: readonly string[];
  /** What stands in the guide, and what stands for it here: names of versions and of buckets. */
  readonly instead: Readonly<Record<string, string>>;
  /** Of DuckDB. */
  readonly extensions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The names of frames that the guide makes of each engine's. */
export const resultNames = ['loads', 'joined', 'train', 'plain'] as const;

type Rows = readonly Readonly<Record<string, unknown>>[];

const replaceIn = (code: string, instead: Reading['instead']): string =>
  Object.entries(instead).reduce((text, [there, here]) => text.replaceAll(there, here), code);

export type Found = Readonly<Record<(typeof resultNames)[number], Rows>>;

/** Runs pieces of the guide in a folder. Gives the rows of each result. */
export const followGuide = async (
  python: string,
  folder: string,
  { headings, instead, extensions = [], environment }: Reading,
): Promise<Found> => {
  const all = await readPieces();
  const pieces = headings.flatMap((heading) => {
    const below = all.filter((piece) => piece.heading === heading);
    if (below.length === 0) throw new Error(`the guide has no Python below '${heading}'`);
    return below.map(({ code }) => ({ heading, code: replaceIn(code, instead) }));
  });
  for (const there of Object.keys(instead))
    if (!all.some(({ code }) => code.includes(there))) throw new Error(`the guide has no '${there}'`);
  const out = join(folder, 'found.json');
  const child = spawn(python, [script], {
    cwd: folder,
    env: { ...process.env, TZ: 'UTC', ...environment },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (text: Buffer) => {
    printed += text.toString();
  });
  child.stdin.end(JSON.stringify({ pieces, results: resultNames, extensions, out }));
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (status !== 0) throw new Error(`${headings.join(', ')}: ${printed.slice(-4000)}`);
  return JSON.parse(await readFile(out, 'utf8')) as Found;
};
