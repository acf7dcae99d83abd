import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '@wattline/errors';
import { featureSetPlaces, type Output, type Stage, type StageName } from '@wattline/worker';

const texts = (paths: readonly string[]): Promise<string[]> =>
  Promise.all(paths.map((path) => readFile(path, 'utf8')));

/**
 * A chain as small as can be, to show what the runner does and the engine has no part in: a file of words, a part for
 * each word; the words in capitals; their lengths; all of them sealed in one manifest.
 */
export const wordStages: Record<StageName, Stage> = {
  ingest: {
    name: 'ingest',
    run: async ({ inputs, scratch, workKey }) => {
      const [text = ''] = await texts(inputs.slice(0, 1).map(({ path }) => path));
      const words = text.split(/\s+/).filter((word) => word !== '');
      if (words.length === 0)
        throw new RejectedError('NO_WORDS', 'the file has no words', { remedy: 'write some' });
      const outputs: Output[] = [];
      for (const [part, word] of words.entries()) {
        const path = join(scratch, `${part}.txt`);
        await writeFile(path, word);
        outputs.push({ store: 'features', key: workKey(`${part}.txt`), path, to: part });
      }
      return { outputs, parts: words.length, result: { version: `words-${words.join('-')}` } };
    },
  },
  transform: {
    name: 'transform',
    run: async ({ inputs, part, workKey }) => {
      const [word = ''] = await texts(inputs.map(({ path }) => path));
      const outputs: Output[] = [...word.toUpperCase()].map((letter, index) => ({
        store: 'features',
        key: workKey(`${index}.txt`),
        body: letter,
        to: part,
      }));
      return { outputs, result: {} };
    },
  },
  aggregate: {
    name: 'aggregate',
    run: async ({ inputs, workKey }) => {
      const letters = await texts(inputs.map(({ path }) => path));
      return {
        outputs: [
          {
            store: 'features',
            key: workKey('word.txt'),
            body: `${letters.join('')}:${letters.length}`,
            to: 0,
          },
        ],
        result: {},
      };
    },
  },
  publish: {
    name: 'publish',
    run: async ({ run, ingested, inputs }) => {
      const version = String(ingested?.result.version);
      const places = featureSetPlaces(run.dataset, version);
      const words = await texts(inputs.map(({ path }) => path));
      return {
        outputs: [
          ...words.map((body, index): Output => ({ ...places.file(`features/${index}.txt`), body })),
          { ...places.manifest, body: JSON.stringify({ version, files: words.length }) },
          { ...places.latest, pointer: { version, run: run.run, order: run.upload.order } },
        ],
        result: { version, rows: words.length },
      };
    },
  },
};
