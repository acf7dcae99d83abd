import type { LocalBackend } from '@wattline/bootstrap';
import { TransientError } from '@wattline/errors';
import {
  ledgerKeys,
  readReceipt,
  readSealedReceipt,
  replayRun,
  type Stage,
  stageNames,
  writeObjectCreated,
} from '@wattline/worker';
import { describe, expect, test } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { emptied } from '../support/ended.ts';
import { until } from '../support/until.ts';
import { uploadText as upload } from '../support/upload.ts';
import { wordStages } from '../support/word-stages.ts';
import { startWorker } from '../support/worker.ts';

const startAll = async (backend: LocalBackend, stages: Record<string, Stage> = wordStages): Promise<void> => {
  for (const stage of Object.values(stages)) await startWorker(backend, stage);
};

const text = async (backend: LocalBackend, key: string): Promise<string | undefined> => {
  const found = await backend.stores.features.get(key);
  return found === undefined ? undefined : new TextDecoder().decode(found.body);
};

const emptyQueues = (backend: LocalBackend): Promise<boolean> =>
  emptied(stageNames.map((name) => backend.queues[name]));

describe('exactly once out', () => {
  test('parts go their own ways and are joined by the last to finish', async () => {
    const backend = await makeBackend();
    await startAll(backend);
    const run = await upload(backend, 'poem/a.txt', 'time flies like an arrow');
    const receipt = await settled(backend, run);
    expect(receipt.status).toBe('sealed');
    expect(receipt.stages.map(({ parts }) => parts.length)).toEqual([1, 5, 5, 1]);
    expect(
      await text(backend, 'feature-sets/poem/version=words-time-flies-like-an-arrow/features/4.txt'),
    ).toBe('ARROW:5');
  });

  test('the same event, delivered many times and mixed with others, does the work once', async () => {
    const backend = await makeBackend();
    const begun: string[] = [];
    const counted = Object.values(wordStages).map(
      (stage): Stage => ({
        ...stage,
        run: (work) => {
          begun.push(`${stage.name} ${work.part}`);
          return stage.run(work);
        },
      }),
    );
    const { staging } = backend.stores;
    const info = await staging.put('staging-directory/poem/a.txt', 'one two');
    const created = writeObjectCreated({
      bucket: staging.name,
      key: info.key,
      bytes: info.bytes,
      etag: info.etag,
      at: info.modifiedAt,
      ...(info.versionId !== undefined && { versionId: info.versionId }),
    });
    for (let i = 0; i < 10; i += 1) await backend.queues.ingest.send(created, { delayMs: (i * 37) % 200 });
    for (const stage of counted) await startWorker(backend, stage, { slots: 4 });
    await emptyQueues(backend);
    const ledger: string[] = [];
    for await (const { key } of backend.stores.results.list('runs/'))
      if (key.endsWith('done.json')) ledger.push(key);
    expect(ledger).toHaveLength(1 + 2 + 2 + 1);
    expect(begun.sort()).toEqual([
      'aggregate 0',
      'aggregate 1',
      'ingest 0',
      'publish 0',
      'transform 0',
      'transform 1',
    ]);
  });

  test('a finished task is not run again when its message comes back; its events are sent again', async () => {
    const backend = await makeBackend();
    let times = 0;
    const ingest: Stage = {
      name: 'ingest',
      run: (work) => {
        times += 1;
        return wordStages.ingest.run(work);
      },
    };
    // The worker dies between the record and the message to the next stage.
    let died = false;
    const first = await startWorker(backend, ingest, {
      visibilityMs: 600,
      hitFailpoint: (point) => {
        if (point !== 'before-send' || died) return;
        died = true;
        throw new Error('the process ended here');
      },
    });
    await upload(backend, 'poem/a.txt', 'one two');
    await until(
      'transform has its messages',
      async () => (await backend.queues.transform.depth()).visible >= 2,
    );
    await first.stop();
    expect(died).toBe(true);
    expect(times).toBe(1);
  });
});

describe('a message is deleted only after its outcome is recorded', () => {
  /** Whether it stays invisible for five such times, as the queue itself counts them. */
  const staysInvisible = async (visibilityMs: number): Promise<boolean> => {
    const backend = await makeBackend();
    let started = 0;
    const held = Promise.withResolvers<void>();
    const slow: Stage = {
      name: 'ingest',
      run: async (work) => {
        started += 1;
        await held.promise;
        return wordStages.ingest.run(work);
      },
    };
    const workers = [
      await startWorker(backend, slow, { visibilityMs }),
      await startWorker(backend, slow, { visibilityMs }),
    ];
    const run = await upload(backend, 'poem/a.txt', 'one');
    await until('the work began', () => started === 1);
    const begun = Date.now();
    let seen = 0;
    await until('five visibility times', async () => {
      seen = Math.max(seen, (await backend.queues.ingest.depth()).visible, started - 1);
      return seen > 0 || Date.now() - begun > 5 * visibilityMs;
    });
    held.resolve();
    await until(
      'ingest is done',
      async () => (await readReceipt(backend.stores, run))?.stages[0]?.status === 'done',
    );
    await emptied([backend.queues.ingest]);
    for (const worker of workers) await worker.stop();
    return seen === 0 && started === 1;
  };

  test('while work goes on it stays invisible, far beyond one visibility time', async () => {
    // A machine may be so busy that nobody gets to renew in time: then the time was too short to show anything.
    for (const visibilityMs of [600, 2_400, 9_600]) if (await staysInvisible(visibilityMs)) return;
    expect.unreachable('the message became visible each time');
  });
});

describe('errors of two kinds', () => {
  test('rejected input is recorded on the run with code and remedy, once, and never retried', async () => {
    const backend = await makeBackend();
    await startAll(backend);
    const run = await upload(backend, 'poem/empty.txt', '  \n ');
    const other = await upload(backend, 'poem/b.txt', 'unharmed');
    const receipt = await settled(backend, run);
    expect(receipt).toMatchObject({
      status: 'rejected',
      error: { code: 'NO_WORDS', remedy: 'write some', stage: 'ingest' },
    });
    expect(receipt.stages[0]?.attempts).toBe(1);
    expect((await settled(backend, other)).status).toBe('sealed');
    await emptyQueues(backend);
    expect((await backend.queues.ingest.deadLetters?.depth())?.visible).toBe(0);
  });

  test('a transient error is retried until it passes', async () => {
    const backend = await makeBackend();
    let left = 3;
    const flaky: Stage = {
      name: 'aggregate',
      run: (work) => {
        left -= 1;
        if (left >= 0) throw new TransientError('NETWORK', 'the network is away', { remedy: 'wait' });
        return wordStages.aggregate.run(work);
      },
    };
    await startAll(backend, { ...wordStages, aggregate: flaky });
    const run = await upload(backend, 'poem/a.txt', 'patience');
    const receipt = await settled(backend, run);
    expect(receipt.status).toBe('sealed');
    expect(receipt.stages[2]?.attempts).toBe(4);
  });

  test('one that does not pass ends among the dead letters, is shown, and can be redriven and replayed', async () => {
    const backend = await makeBackend();
    let broken = true;
    const failing: Stage = {
      name: 'transform',
      run: (work) => {
        if (broken) throw new TransientError('DISK_AWAY', 'the disk is away', { remedy: 'mount it' });
        return wordStages.transform.run(work);
      },
    };
    for (const stage of Object.values({ ...wordStages, transform: failing }))
      await startWorker(backend, stage, { maxFailures: 2 });
    const run = await upload(backend, 'poem/a.txt', 'again');
    const failed = await settled(backend, run);
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'DISK_AWAY', remedy: 'mount it', stage: 'transform' },
    });
    const { deadLetters } = backend.queues.transform;
    await until('the message is a dead letter', async () => (await deadLetters?.depth())?.visible === 1);
    broken = false;
    expect(await backend.queues.transform.redrive()).toBe(1);
    await until('it is sealed', async () => (await readReceipt(backend.stores, run))?.status === 'sealed');
    expect((await deadLetters?.depth())?.visible).toBe(0);

    const firstSealedAt = new Date().toISOString();
    expect(await replayRun(backend, run, 'aggregate')).toBe(1);
    const replayed = await until('the replay is sealed', async () => {
      const receipt = await readReceipt(backend.stores, run);
      return receipt?.replay === 1 && receipt.status === 'sealed' && receipt;
    });
    expect(replayed.version).toBe('words-again');
    const sealedAt = replayed.stages.find(({ stage }) => stage === 'publish')?.finishedAt ?? '';
    // What it took counts from the replay's request: the run's own end lies before that.
    expect(replayed.ms).toBeLessThanOrEqual(Date.parse(sealedAt) - Date.parse(firstSealedAt));
    expect(await readSealedReceipt(backend.stores, run)).toMatchObject({ replay: 1, ms: replayed.ms });
  });

  test('an unreadable message ends among the dead letters and holds up nothing', async () => {
    const backend = await makeBackend();
    for (const stage of Object.values(wordStages)) await startWorker(backend, stage, { maxFailures: 2 });
    await backend.queues.transform.send('{"what": "is this"}');
    await backend.queues.ingest.send('not JSON');
    const run = await upload(backend, 'poem/a.txt', 'fine');
    expect((await settled(backend, run)).status).toBe('sealed');
    await until('both are dead letters', async () => {
      const depths = await Promise.all([
        backend.queues.ingest.deadLetters?.depth(),
        backend.queues.transform.deadLetters?.depth(),
      ]);
      return depths.every((depth) => depth?.visible === 1);
    });
  });

  test('what S3 sends on set-up, and a spec file, start nothing', async () => {
    const backend = await makeBackend();
    await backend.queues.ingest.send(
      JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'staging' }),
    );
    await backend.stores.staging.put('staging-directory/poem/wattline.yaml', 'preset: ray-lab\n');
    await startAll(backend);
    await emptyQueues(backend);
    for await (const { key } of backend.stores.results.list('runs/')) expect.unreachable(key);
  });
});

describe('stopping', () => {
  test('a worker that is asked to stop finishes what it has and takes nothing new', async () => {
    const backend = await makeBackend();
    let finish: () => void = () => {};
    let started = 0;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow: Stage = {
      name: 'ingest',
      run: async (work) => {
        started += 1;
        await held;
        return wordStages.ingest.run(work);
      },
    };
    const worker = await startWorker(backend, slow, { slots: 1 });
    const run = await upload(backend, 'poem/a.txt', 'one');
    await until('the work began', () => started === 1);
    await upload(backend, 'poem/b.txt', 'two');
    const stopped = worker.stop();
    finish();
    await stopped;
    expect(started).toBe(1);
    expect((await readReceipt(backend.stores, run))?.stages[0]?.status).toBe('done');
    expect(await backend.queues.ingest.depth()).toMatchObject({ visible: 1, inFlight: 0 });
  });

  test('what cannot be finished in the grace time is released at once', async () => {
    const backend = await makeBackend();
    let started = 0;
    const endless: Stage = {
      name: 'ingest',
      run: ({ signal }) => {
        started += 1;
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
        );
      },
    };
    const worker = await startWorker(backend, endless, { graceMs: 50 });
    const run = await upload(backend, 'poem/a.txt', 'one');
    await until('the work began', () => started === 1);
    await worker.stop();
    expect(await backend.queues.ingest.depth()).toMatchObject({ visible: 1, inFlight: 0 });
    await startAll(backend);
    expect((await settled(backend, run)).status).toBe('sealed');
  });
});

describe('readers', () => {
  test('latest follows the order of uploads, not of finishing', async () => {
    const backend = await makeBackend();
    let releaseFirst: () => void = () => {};
    const firstMayEnd = new Promise<void>((resolve) => {
      releaseFirst = resolve;
    });
    const publish: Stage = {
      name: 'publish',
      run: async (work) => {
        if (work.ingested?.result.version === 'words-first') await firstMayEnd;
        return wordStages.publish.run(work);
      },
    };
    await startAll(backend, { ...wordStages, publish });
    const first = await upload(backend, 'poem/a.txt', 'first');
    await until(
      'the first upload has a run',
      async () => (await readReceipt(backend.stores, first)) !== undefined,
    );
    const second = await upload(backend, 'poem/a.txt', 'second');
    expect(second).not.toBe(first);
    await settled(backend, second);
    releaseFirst();
    await settled(backend, first);
    expect(JSON.parse((await text(backend, 'feature-sets/poem/latest.json')) ?? '{}')).toMatchObject({
      version: 'words-second',
      run: second,
    });
  });

  test('a manifest is there only when every file it names is', async () => {
    const backend = await makeBackend();
    const manifest = 'feature-sets/poem/version=words-a-b-c/manifest.json';
    const seen: boolean[] = [];
    await startAll(backend);
    for (const stage of ['publish'] as const) {
      await startWorker(backend, wordStages[stage], {
        hitFailpoint: () => {
          seen.push(true);
        },
      });
    }
    const run = await upload(backend, 'poem/a.txt', 'a b c');
    let whole = 0;
    await until('the run is sealed', async () => {
      const found = await text(backend, manifest);
      if (found !== undefined) {
        whole += 1;
        const { files } = JSON.parse(found) as { files: number };
        for (let index = 0; index < files; index += 1) {
          expect(
            await text(backend, `feature-sets/poem/version=words-a-b-c/features/${index}.txt`),
          ).toBeDefined();
        }
      }
      return (await readReceipt(backend.stores, run))?.status === 'sealed' && whole > 0;
    });
    expect(await backend.stores.results.head(ledgerKeys(run).done(0, 'publish', 0))).toBeDefined();
  });
});
