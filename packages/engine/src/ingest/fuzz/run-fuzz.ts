import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RejectedError } from '../../errors.ts';
import { ingestContent, type Outcome } from '../testing/ingest-text.ts';
import type { Shape } from './axes.ts';
import { judgeKind } from './judge-kind.ts';
import { createRandom } from './random.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { writeFile } from './write.ts';

/** Reads the file of a shape and seed without a spec, and judges what came of it. */
export const judge = async (shape: Shape, seed: number): Promise<Verdict> => {
  const { content, truth } = writeFile(shape, createRandom(seed));
  const outcome = await ingestContent(content).catch((error: unknown) => {
    if (error instanceof RejectedError) return error;
    throw error;
  });
  if (outcome instanceof RejectedError) return verdictOf(outcome, truth);
  await removeOutput(outcome);
  const verdict = verdictOf(outcome, truth);
  return verdict.kind === 'right' ? await judgeKind(outcome, truth, content, shape) : verdict;
};

const removeOutput = async ({ readings }: Outcome): Promise<void> => {
  const [first] = readings;
  if (first !== undefined) await rm(dirname(dirname(first.path)), { recursive: true, force: true });
};
