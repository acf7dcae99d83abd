import { readdir, readFile } from 'node:fs/promises';
import { stageNames } from '@wattline/worker';
import { expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { uploadText } from '../support/upload.ts';

/** Found by the fuzz: each ends the process that reads it. */
const crashes = new URL('../fuzz/crashes/', import.meta.url);
const sound = new URL('../fuzz/seeds/plain.parquet', import.meta.url);

test('files that end the process that reads them are refused at the first attempt; the others are sealed', async () => {
  const backend = await makeBackend();
  const names = await readdir(crashes);
  expect(names.length).toBeGreaterThanOrEqual(3);
  const soundBytes = await readFile(sound);
  // Uploaded before anything runs, one by one: they are received together.
  const damagedRuns: string[] = [];
  const soundRuns: string[] = [];
  for (const [index, name] of names.entries()) {
    damagedRuns.push(
      await uploadText(backend, `damaged-${index}/${name}`, await readFile(new URL(name, crashes))),
    );
    soundRuns.push(await uploadText(backend, `sound-${index}/readings.parquet`, soundBytes));
  }
  const services = stageNames.map((stage) =>
    startStageProcess(stage, { WATTLINE_DATA_DIR: backend.dataDir, WATTLINE_SLOTS: '4' }),
  );
  for (const run of soundRuns) {
    const receipt = await settled(backend, run);
    expect(receipt.status).toBe('sealed');
    expect(receipt.stages.flatMap(({ parts }) => parts.map(({ attempts }) => attempts))).toEqual(
      stageNames.map(() => 1),
    );
  }
  for (const run of damagedRuns) {
    const receipt = await settled(backend, run);
    expect(receipt).toMatchObject({
      status: 'rejected',
      error: {
        code: 'FILE_UNREADABLE',
        message: expect.stringContaining('ends the process that reads it: '),
        place: { file: receipt.upload.key },
      },
    });
    expect(receipt.stages[0]?.parts.map(({ attempts }) => attempts)).toEqual([1]);
  }
  // None of the services died of it.
  for (const { child } of services) expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  expect((await backend.queues.ingest.deadLetters?.depth())?.visible).toBe(0);
});
