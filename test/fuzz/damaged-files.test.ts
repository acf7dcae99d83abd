import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIngestReader } from '@wattline/ingest-stage';
import { expect, test } from 'vitest';
import { judge, type Verdict } from './judge.ts';
import { type Mutation, mutate, mutationsOf } from './mutations.ts';

/** Files in one go; `npm run test:fuzz` goes on for minutes instead. */
const FILES = 600;
const minutes = Number(process.env.WATTLINE_FUZZ_MINUTES ?? 0);
const seed = Number(process.env.WATTLINE_FUZZ_SEED ?? 1);
const READERS = 2;
const MAX_FAILURES = 20;

const seedFolder = new URL('./seeds/', import.meta.url);

interface Seed {
  readonly name: string;
  readonly content: Buffer;
}

const readSeeds = async (): Promise<Seed[]> => {
  const names = (await readdir(seedFolder)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, content: await readFile(new URL(name, seedFolder)) })),
  );
};

interface Failure {
  readonly name: string;
  readonly seed: number;
  readonly mutations: readonly Mutation[];
  readonly why: string;
  readonly file: string;
}

test('a file damaged in any way is sealed or refused in one clear error, and nothing else dies of it', {
  timeout: (minutes + 10) * 60_000,
}, async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'wattline-fuzz-'));
  const reader = openIngestReader({ slots: READERS });
  const seeds = await readSeeds();
  const until = performance.now() + minutes * 60_000;
  const counts = new Map<string, number>();
  const failures: Failure[] = [];
  let next = 0;

  const run = ({ name, content }: Seed, mutations: readonly Mutation[]): Promise<Verdict> =>
    judge(reader, { name, content: mutate(content, mutations), scratch });

  /** The fewest of the damages that still go wrong, and the file they make, kept. */
  const keep = async (from: Seed, caseSeed: number, mutations: readonly Mutation[], why: string) => {
    let fewest = mutations;
    for (const mutation of mutations) {
      const without = fewest.filter((other) => other !== mutation);
      if (without.length > 0 && (await run(from, without)).kind === 'wrong') fewest = without;
    }
    const folder = join(tmpdir(), 'wattline-fuzz-failures');
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${caseSeed}-${from.name}`);
    await writeFile(file, mutate(from.content, fewest));
    failures.push({ name: from.name, seed: caseSeed, mutations: fewest, why, file });
  };

  const work = async (): Promise<void> => {
    while (failures.length < MAX_FAILURES && (minutes > 0 ? performance.now() < until : next < FILES)) {
      const index = next;
      next += 1;
      const from = seeds[index % seeds.length];
      if (from === undefined) return;
      const caseSeed = seed * 1_000_003 + index;
      const mutations = mutationsOf(caseSeed);
      const verdict = await run(from, mutations);
      const counted = verdict.kind === 'refused' ? verdict.code : verdict.kind;
      counts.set(counted, (counts.get(counted) ?? 0) + 1);
      if (verdict.kind === 'wrong') await keep(from, caseSeed, mutations, verdict.why);
    }
  };

  try {
    for (const { name, content } of seeds)
      expect([name, await judge(reader, { name, content, scratch })]).toEqual([name, { kind: 'sealed' }]);
    await Promise.all(Array.from({ length: READERS }, work));
  } finally {
    await reader.close();
    await rm(scratch, { recursive: true, force: true });
  }
  const lines = [...counts].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} × ${code}`);
  process.stdout.write(`${next} damaged files, seed ${seed}: ${lines.join(', ')}\n`);
  expect(failures).toEqual([]);
});
