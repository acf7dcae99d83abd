import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reportError, UsageError } from '@wattline/errors';
import {
  FolderInUse,
  type FolderLock,
  lockFolder,
  type StagingLog,
  superviseProcesses,
  watchStaging,
} from '@wattline/local';
import { isEnd, isFinished, listRuns, readReceipt, STAGING_PREFIX, WattlineEvent } from '@wattline/runtime';
import { type LocalChain, openLocalChain } from '@wattline/service';
import { topology } from '@wattline/topology';
import { localPlace } from '../chain/local-place.ts';
import { uploadSample } from '../chain/sample.ts';
import { print, say } from '../print.ts';
import { errorText } from '../text/error.ts';
import { durationText } from '../text/numbers.ts';
import { tellReceipt } from '../text/tell-receipt.ts';
import { openServiceLogs } from '../up/service-logs.ts';

export interface UpOptions {
  readonly dataDir: string;
  readonly sample: boolean;
  readonly json?: boolean;
}

const RECEIVE = { max: 10, waitMs: 20_000, visibilityMs: 30_000 };

const stopOnSignal = (): AbortSignal => {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130); // A second Ctrl-C does not wait.
    say('\nstopping: what is in hand is finished first (Ctrl-C again: at once)');
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
};

const takeFolder = (dataDir: string): FolderLock => {
  try {
    return lockFolder(dataDir);
  } catch (cause) {
    if (!(cause instanceof FolderInUse)) throw cause;
    throw new UsageError('ALREADY_UP', `another stack is running on ${dataDir}: ${cause.message}`, {
      place: { file: dataDir },
      remedy: 'use it, stop it first, or name another folder: --data-dir FOLDER',
      cause,
    });
  }
};

/** What the watch over the staging folder says: only what somebody should act on. */
const tellStaging: StagingLog = {
  info: () => {},
  warn: (fields, message) => {
    const { err, ...place } = fields as { err?: unknown };
    say(`${message} ${JSON.stringify(place)}${err === undefined ? '' : `\n${errorText(reportError(err))}`}`);
  },
};

const isEmpty = async (chain: LocalChain): Promise<boolean> => {
  for await (const _ of listRuns(chain.stores)) return false;
  // What people copied there while nothing ran is no object yet.
  return (await readdir(join(chain.staging.folder, STAGING_PREFIX))).length === 0;
};

const tellStage = ({ data, time }: WattlineEvent): string => {
  const part = data.parts > 1 && data.stage !== 'ingest' ? ` part ${data.part + 1} of ${data.parts}` : '';
  return `${time.slice(11, 23)}  ${data.run.slice(0, 8)}  ${data.dataset}  ✓ ${data.stage}${part}`;
};

/** Tells each step of each run as it happens, and its receipt when it has ended. */
const tellEvents = async (chain: LocalChain, options: UpOptions, signal: AbortSignal): Promise<void> => {
  const { events } = chain.queues;
  while (!signal.aborted) {
    for (const message of await events.receive({ ...RECEIVE, signal })) {
      const event = WattlineEvent.safeParse(JSON.parse(message.body));
      await events.delete(message);
      if (!event.success) continue;
      if (options.json === true) {
        print(JSON.stringify(event.data));
        continue;
      }
      const { type, data } = event.data;
      if (isFinished(type)) say(tellStage(event.data));
      if (!isEnd(type)) continue;
      const receipt = await readReceipt(chain.stores, data.run);
      if (receipt === undefined) continue;
      say('');
      tellReceipt(receipt, { json: false, place: localPlace(options.dataDir) });
      say('');
    }
  }
};

const services = Object.keys(topology.stages).map((name) => ({
  name,
  module: new URL(import.meta.resolve(`@wattline/${name}/main`)).pathname,
  count: 1,
}));

/** The stack is this machine's own, whatever deployment the commands work on; and four cannot have one port. */
const notForServices = { WATTLINE_PREFIX: undefined, WATTLINE_HTTP_PORT: undefined };

/** `wattline up`: every service as a process of its own on the local adapters, until Ctrl-C. */
export const up = async (options: UpOptions): Promise<void> => {
  const startedAt = performance.now();
  await mkdir(options.dataDir, { recursive: true });
  const lock = takeFolder(options.dataDir);
  const signal = stopOnSignal();
  // This process alone holds the folder: what a killed stack had in hand is free again.
  await rm(join(options.dataDir, 'scratch'), { recursive: true, force: true });
  const chain = await openLocalChain({ dataDir: options.dataDir });
  const logs = openServiceLogs(join(chain.dataDir, 'logs'));
  const fresh = await isEmpty(chain);
  await chain.releaseMessages();
  const supervision = superviseProcesses({
    services,
    environment: { ...process.env, ...notForServices, WATTLINE_DATA_DIR: chain.dataDir },
    onLine: logs.line,
    onExit: (service, { code, signal: by, pid }) => {
      if (!signal.aborted)
        say(`${service} (pid ${pid ?? '?'}) ended with ${by ?? `status ${code}`}: it is started again`);
    },
    scratchOf: (service, pid) => join(chain.scratch, `${service}-${pid}`),
  });
  const watch = await watchStaging({ store: chain.staging, signal, log: tellStaging });
  const told = tellEvents(chain, options, signal);
  try {
    await Promise.race([
      supervision.ready,
      new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
    ]);
    const inbox = localPlace(options.dataDir)('staging', 'staging-directory');
    say(
      `wattline is up (${durationText(performance.now() - startedAt)}): ${services.length} services, logs in ${localPlace(options.dataDir)('staging', '../logs')}`,
    );
    say(`copy a CSV or Parquet file to ${join(inbox, '<dataset>')}/ to start a run; Ctrl-C stops\n`);
    if (fresh && options.sample && !signal.aborted) await uploadSample(chain, say);
    await Promise.all([watch.done, told]);
  } catch (error) {
    if (!signal.aborted) {
      say(errorText(reportError(error)));
      process.exitCode = 1;
    }
  } finally {
    await supervision.stop();
    logs.close();
    chain.close();
    lock.release();
    say('stopped');
    process.exit();
  }
};
