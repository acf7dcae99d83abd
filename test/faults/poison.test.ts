import { clearAfterExit, type LocalBackend } from '@wattline/bootstrap';
import { isEnd, type Receipt, type StageName, stageNames, WattlineEvent } from '@wattline/worker';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { uploadText } from '../support/upload.ts';
import { superviseWordStages } from '../support/word-stage-services.ts';

const MAX_DEATHS = 2;

/** As `wattline up` does it. */
const startStages = (backend: LocalBackend): Promise<void> =>
  superviseWordStages(
    {
      WATTLINE_DATA_DIR: backend.dataDir,
      WATTLINE_SLOTS: '4',
      WATTLINE_MAX_DEATHS: String(MAX_DEATHS),
      // Only the supervisor brings back what a dead process held.
      WATTLINE_VISIBILITY_MS: '3600000',
    },
    async (service, exit) => {
      await clearAfterExit(backend, service, exit);
    },
  );

const attemptsOf = ({ stages }: Receipt): number[] =>
  stages.flatMap(({ parts }) => parts.map(({ attempts }) => attempts));

const endEvents = async (backend: LocalBackend, run: string): Promise<string[]> => {
  const bodies = (await backend.queues.events.peek(1_000)).map(({ body }) => body);
  const events = bodies.map((body) => WattlineEvent.parse(JSON.parse(body)));
  return [
    ...new Set(events.filter(({ type, subject }) => isEnd(type) && subject === run).map(({ type }) => type)),
  ];
};

const Upload = fc.record({
  /** The stage whose process it ends. */
  poisons: fc.option(fc.constantFrom(...stageNames), { nil: undefined }),
  words: fc.integer({ min: 1, max: 3 }),
});

const expectSealed = (receipt: Receipt): void => {
  expect(receipt.status).toBe('sealed');
  // Once beside a poison that ended the process, then alone: a neighbour's deaths cost it no more than that.
  expect(Math.max(...attemptsOf(receipt))).toBeLessThanOrEqual(2);
};

const expectDeadLettered = async (
  backend: LocalBackend,
  receipt: Receipt,
  stage: StageName,
): Promise<void> => {
  expect(receipt).toMatchObject({
    status: 'failed',
    error: { code: 'WORKER_DIED', stage, place: { file: receipt.upload.key } },
  });
  expect(receipt.error?.message).toContain(`SIGABRT: ${stage} chokes on it`);
  expect(receipt.error?.remedy).not.toContain('redrive');
  expect(Math.max(...attemptsOf(receipt))).toBeLessThanOrEqual(1 + MAX_DEATHS);
  // The receipt says so a moment before the event does.
  await expect.poll(() => endEvents(backend, receipt.run)).toEqual(['wattline.run.failed']);
};

test('of any uploads, the sound ones are sealed and each that ends processes is a dead letter with its reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Upload, { minLength: 2, maxLength: 6 }), async (uploads) => {
      const backend = await makeBackend();
      // Uploaded before anything runs: they are received together.
      const runs = await Promise.all(
        uploads.map(async ({ poisons, words }, index) => {
          const dataset = poisons === undefined ? `sound-${index}` : `kills-${poisons}-${index}`;
          const text = Array.from({ length: poisons === undefined ? words : 1 }, (_, n) => `word${n}`).join(
            ' ',
          );
          return { poisons, run: await uploadText(backend, `${dataset}/a.txt`, text) };
        }),
      );
      await startStages(backend);
      for (const { poisons, run } of runs) {
        const receipt = await settled(backend, run);
        if (poisons === undefined) expectSealed(receipt);
        else await expectDeadLettered(backend, receipt, poisons);
      }
      for (const stage of stageNames) {
        const letters = await backend.queues[stage].deadLetters?.depth();
        expect(letters?.visible).toBe(runs.filter(({ poisons }) => poisons === stage).length);
      }
    }),
    {
      numRuns: Number(process.env.WATTLINE_POISON_RUNS ?? 2),
      examples: [
        [
          [
            { poisons: 'ingest', words: 1 },
            { poisons: undefined, words: 2 },
            { poisons: 'ingest', words: 1 },
            { poisons: undefined, words: 1 },
            { poisons: 'publish', words: 1 },
          ],
        ],
      ],
    },
  );
}, 600_000);
