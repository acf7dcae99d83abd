import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onLocalStack } from '@wattline/aws/testing';
import { type Receipt, type StageName, stageNames } from '@wattline/runtime';
import { writeMeters } from '@wattline/sample';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deadLetters, noDeadLetters } from '../support/aws-chain.ts';
import { makeChain, makeFolder, settled } from '../support/chain.ts';
import { runCommand } from '../support/command.ts';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const START_MS = 600_000;

onLocalStack('the stack in containers', () => {
  describe('the stack in containers', () => {
    let stack: ComposeStack;
    beforeAll(async () => {
      // Many parts, and none that is long in the hands of the dead.
      stack = await startComposeStack({
        WATTLINE_ROWS_PER_PART: '4000',
        WATTLINE_VISIBILITY_MS: '6000',
        WATTLINE_RETRY_MS: '200',
      });
    }, START_MS);
    afterAll(() => stack?.down());

    const stageOf = (receipt: Receipt, stage: StageName) => receipt.stages.find((one) => one.stage === stage);

    /** Waits until a stage has a message in hand: one request, because parts are short. */
    const atWork = (stage: StageName): Promise<unknown> =>
      until(`${stage} is at work`, async () => (await stack.chain.queues[stage].depth()).inFlight > 0);

    const exitOf = async (container: string): Promise<number> =>
      Number(await stack.docker('inspect', '--format', '{{.State.ExitCode}}', container));

    const onlyOne = async (stage: StageName): Promise<string> => {
      const [container = ''] = await stack.containers(stage);
      return container;
    };

    /** Uploads readings of 24 meters and seals them on this machine too. */
    const meters = async (dataset: string, seed: number) => {
      const path = join(await makeFolder(), `${dataset}.csv`);
      await writeMeters({ path, meters: 24, rowsPerMeter: 4_000, seed, order: 'entity' });
      const text = await readFile(path);
      const local = await makeChain();
      await startEngineWorkers(local);
      const receipt = await settled(local, await uploadText(local, `${dataset}/a.csv`, text));
      const expected = { version: receipt.version, bytes: await sealedBytes(local, dataset) };
      expect(receipt.status).toBe('sealed');
      return { expected, run: await uploadText(stack.chain, `${dataset}/a.csv`, text) };
    };

    test('takes an upload by the command and tells what became of it', async () => {
      const folder = await makeFolder();
      const file = join(folder, 'town.csv');
      await writeMeters({ path: file, meters: 2, rowsPerMeter: 300, seed: 1, order: 'time' });
      const { environment } = stack;
      const upload = await runCommand(['upload', file, '--wait'], environment);
      expect(upload).toMatchObject({ status: 0, stderr: '' });
      expect(upload.stdout).toMatch(/^status +sealed$/m);
      expect(upload.stdout).toMatch(
        /^feature set +s3:\/\/wattline-stack-features\/feature-sets\/town\/version=/m,
      );
      expect((await runCommand(['runs', '--dataset', 'town'], environment)).stdout).toMatch(/ town +sealed /);
      const out = join(folder, 'out');
      const pull = await runCommand(['pull', 'town', '--out', out], environment);
      expect(pull.stdout).toMatch(/hashes verified/);
      const run = /^run +(\w+)$/m.exec(upload.stdout)?.[1] ?? '';
      const replay = await runCommand(['replay', run, '--from', 'publish', '--wait'], environment);
      expect(replay.stdout).toMatch(/^status +sealed$/m);
      expect((await runCommand(['show', run], environment)).stdout).toMatch(/replay 1/);
    });

    test('seals the right bytes although each service was killed', async () => {
      const { run, expected } = await meters('killed', 2);
      for (const stage of stageNames) {
        // Transform and aggregate have many parts; the others are killed at whatever they are.
        if (stage === 'transform' || stage === 'aggregate') await atWork(stage);
        const container = await onlyOne(stage);
        await stack.docker('kill', container);
        expect(await exitOf(container)).toBe(137);
        await stack.docker('start', container);
      }
      const receipt = await settled(stack.chain, run);
      expect(receipt).toMatchObject({ status: 'sealed', version: expected.version });
      expect(await sealedBytes(stack.chain, 'killed')).toEqual(expected.bytes);
      const transform = stageOf(receipt, 'transform');
      expect(transform?.attempts).toBeGreaterThan(transform?.parts.length ?? 0);
      expect(await deadLetters(stack.chain)).toEqual(noDeadLetters);
    });

    test('drains when it is stopped: ends with 0, and nothing is begun twice', async () => {
      const { run, expected } = await meters('drained', 3);
      for (const stage of ['transform', 'aggregate'] as const) {
        await atWork(stage);
        const container = await onlyOne(stage);
        await stack.compose('stop', stage);
        expect(await exitOf(container)).toBe(0);
        expect(await stack.docker('logs', '--tail', '1', container)).toContain('"msg":"drained"');
        await stack.docker('start', container);
      }
      const receipt = await settled(stack.chain, run);
      expect(receipt).toMatchObject({ status: 'sealed', version: expected.version });
      for (const stage of ['transform', 'aggregate'] as const)
        expect(stageOf(receipt, stage)).toMatchObject({ attempts: stageOf(receipt, stage)?.parts.length });
      expect(await sealedBytes(stack.chain, 'drained')).toEqual(expected.bytes);
    });

    test('goes on where S3 and SQS said nothing for half a minute', async () => {
      const { run, expected } = await meters('paused', 4);
      await atWork('transform');
      await stack.compose('pause', 'localstack');
      try {
        await sleep(30_000);
        for (const stage of stageNames)
          expect(await stack.compose('exec', stage, 'node', 'docker/ask-health.mjs')).toContain('"ok":true');
      } finally {
        await stack.compose('unpause', 'localstack');
      }
      const receipt = await settled(stack.chain, run);
      expect(receipt).toMatchObject({ status: 'sealed', version: expected.version });
      expect(await sealedBytes(stack.chain, 'paused')).toEqual(expected.bytes);
      expect(await deadLetters(stack.chain)).toEqual(noDeadLetters);
    });

    test('keeps a message that nobody can read among the dead letters, until it is sent back', async () => {
      const { transform } = stack.chain.queues;
      const poison = JSON.stringify({ nobody: 'knows' });
      await transform.send(poison);
      const dead = () =>
        until('the message is a dead letter', async () => (await deadLetters(stack.chain)).transform === 1);
      await dead();
      expect(await deadLetters(stack.chain)).toEqual({ ...noDeadLetters, transform: 1 });
      expect((await transform.deadLetters?.peek(10))?.map(({ body }) => body)).toEqual([poison]);
      expect(await transform.redrive()).toBe(1);
      await until('it was sent back', async () => (await deadLetters(stack.chain)).transform === 0);
      await dead();
    });
  });
});
