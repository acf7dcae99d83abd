import { mkdir, rm } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { reportError } from '@wattline/errors';
import { storesOf, topology } from '@wattline/topology';
import {
  createLog,
  endRenewalThreads,
  killAtFailpoint,
  passFailpoints,
  runWorker,
  type Stage,
} from '@wattline/worker';
import { readConfig, type ServiceConfig } from './config.ts';
import { readDiskSpace } from './disk-space.ts';
import { openBackend } from './open-backend.ts';
import { REPLACED_WHEN_IDLE, recycleWhenIdle } from './recycle.ts';
import { stopSignal } from './stop-signal.ts';
import { protectTask } from './task-protection.ts';
import { createSpaceWait } from './wait-for-space.ts';
import { workerName } from './worker-name.ts';

/** Runs one stage as a process of its own, until it is asked to end: then it drains and exits with 0. */
export const startService = async (makeStage: (config: ServiceConfig) => Stage): Promise<void> => {
  const recycler = process.argv.includes(REPLACED_WHEN_IDLE) ? recycleWhenIdle() : undefined;
  const stopping = stopSignal();
  const signal = recycler === undefined ? stopping : AbortSignal.any([stopping, recycler.signal]);
  try {
    const config = readConfig(process.env);
    const stage = makeStage(config);
    const log = createLog(stage.name, config.logLevel);
    // Loaded only where it is asked for: the stack on one machine starts without it.
    const health =
      config.httpPort === undefined
        ? undefined
        : await (await import('./health/serve-health.ts')).serveHealth(stage.name, config.httpPort);
    const agentUri = process.env.ECS_AGENT_URI;
    const protection = agentUri === undefined ? undefined : protectTask({ agentUri, log });
    const { receives: queueName, sends, ...permissions } = topology.stages[stage.name];
    const backend = await openBackend(config, process.env, {
      stores: storesOf(permissions),
      queues: [queueName, ...sends],
    });
    const scratch = join(backend.scratch, `${stage.name}-${process.pid}`);
    await mkdir(scratch, { recursive: true });
    const settings = topology.queues[queueName];
    log.info({ queue: backend.queues[queueName].name, scratch }, 'ready');
    process.send?.({ ready: true });
    // Not only at the exit: a killed process has none.
    flushCompileCache();
    await runWorker(
      {
        stage,
        backend,
        queue: backend.queues[queueName],
        worker: workerName(stage.name),
        scratch,
        slots: config.slots,
        visibilityMs: config.visibilityMs ?? settings.visibilityMs,
        renewInThread: true,
        maxFailures: config.maxFailures,
        maxDeaths: config.maxDeaths,
        whenAble: createSpaceWait({ read: () => readDiskSpace(scratch, config.minFreeBytes), log }),
        retryMs: config.retryMs,
        graceMs: config.graceMs,
        hitFailpoint:
          config.failpoint === undefined
            ? passFailpoints
            : killAtFailpoint(config.failpoint.point, config.failpoint.nth),
        log,
        observe: (news) => {
          health?.observe(news);
          protection?.observe(news);
          recycler?.observe(news);
        },
      },
      signal,
    );
    await endRenewalThreads();
    await protection?.close();
    await stage.close?.();
    await rm(scratch, { recursive: true, force: true });
    await backend.close();
    await health?.close();
    log.info('drained');
    if (recycler?.signal.aborted === true && !stopping.aborted) process.send?.({ recycling: true });
    if (process.connected) process.disconnect();
  } catch (error) {
    const { code, message, remedy } = reportError(error);
    process.stderr.write(`error ${code}: ${message}\n  remedy: ${remedy}\n`);
    process.exit(1);
  }
};
