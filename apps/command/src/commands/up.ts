import { mkdir, readdir } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import {
  FolderInUse,
  type FolderLock,
  lockFolder,
  type StagingLog,
  superviseProcesses,
  watchStaging,
} from '@wattline/backend-local';
import {
  clearAfterExit,
  type LocalBackend,
  openLocalBackend,
  readConfig,
  readDiskSpace,
} from '@wattline/bootstrap';
import { reportError, UsageError } from '@wattline/errors';
import { listRuns, STAGING_PREFIX } from '@wattline/worker';
import { cancelLeftRuns, clearScratch } from '../chain/left-runs.ts';
import { localPlace } from '../chain/local-place.ts';
import { uploadSample } from '../chain/sample.ts';
import { log } from '../print.ts';
import { errorText } from '../text/error.ts';
import { durationText } from '../text/numbers.ts';
import { createConsoleReporter } from '../up/console-reporter.ts';
import { exitText } from '../up/exit-text.ts';
import { openServiceLogs } from '../up/service-logs.ts';
import { stackServices } from '../up/services.ts';
import { sweepRegularly } from '../up/sweep-regularly.ts';
import { watchDisk } from '../up/watch-disk.ts';
import { whenThereIsRoom } from '../up/when-there-is-room.ts';

export interface UpOptions {
  readonly dataDir: string;
  readonly sample: boolean;
  readonly json?: boolean;
  /** Of the page. Default: the first free one from 4680 on. */
  readonly port?: string;
}

/** How often old working files are looked for. */
const EXPIRE_EVERY_MS = 6 * 3_600_000;

const stopOnSignal = (): AbortSignal => {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130); // A second Ctrl-C does not wait.
    log('\nStopping: finishing work in flight (press Ctrl-C again to stop now)');
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
const stagingLog: StagingLog = {
  info: () => {},
  warn: (fields, message) => {
    const { err, ...place } = fields as { err?: unknown };
    log(`${message} ${JSON.stringify(place)}${err === undefined ? '' : `\n${errorText(reportError(err))}`}`);
  },
};

const isEmpty = async (backend: LocalBackend): Promise<boolean> => {
  for await (const _ of listRuns(backend.stores)) return false;
  // What people copied there while nothing ran is no object yet.
  return (await readdir(join(backend.staging.folder, STAGING_PREFIX))).length === 0;
};

/** The stack is this machine's own, whatever deployment the commands work on; and four cannot have one port. */
const forServices = {
  WATTLINE_PREFIX: undefined,
  WATTLINE_STORE: undefined,
  WATTLINE_QUEUE: undefined,
  WATTLINE_FLEET: undefined,
  WATTLINE_HTTP_PORT: undefined,
  // Services start in half the time from code that is compiled already, as the command itself does.
  NODE_COMPILE_CACHE: getCompileCacheDir(),
};

/** `wattline up`: every service as a process of its own on the local adapters, until Ctrl-C. */
export const up = async (options: UpOptions): Promise<void> => {
  const startedAt = performance.now();
  await mkdir(options.dataDir, { recursive: true });
  const lock = takeFolder(options.dataDir);
  const signal = stopOnSignal();
  // No other stack holds the folder: what services of a killed one left is nobody's.
  await clearScratch(join(options.dataDir, 'scratch'));
  const { minFreeBytes, keepDays } = readConfig(process.env);
  const read = () => readDiskSpace(options.dataDir, minFreeBytes);
  const open = () => openLocalBackend({ dataDir: options.dataDir, keepDays });
  const backend = await whenThereIsRoom(open, { read, log: log, signal });
  await cancelLeftRuns(backend, backend.scratch);
  const logs = openServiceLogs(join(backend.dataDir, 'logs'), {
    onError: (service, error) =>
      log(`the log of ${service} cannot be written, its lines are dropped: ${reportError(error).message}`),
  });
  const fresh = await isEmpty(backend);
  await whenThereIsRoom(() => backend.releaseMessages(), { read, log: log, signal });
  const services = stackServices(options.port);
  const reporter = createConsoleReporter(backend, options);
  const supervision = superviseProcesses({
    services,
    environment: { ...process.env, ...forServices, WATTLINE_DATA_DIR: backend.dataDir },
    onLine: logs.line,
    onMessage: (_, message) => reporter.onMessage(message),
    onExit: async (service, exit) => {
      const tasks = await clearAfterExit(backend, service, exit).catch((error: unknown) => {
        log(errorText(reportError(error)));
        return [];
      });
      if (!signal.aborted) log(exitText(service, exit, tasks));
    },
    isStartExcused: async () => (await read()).level === 'short',
    scratchOf: (service, pid) => join(backend.scratch, `${service}-${pid}`),
  });
  const watch = await watchStaging({ store: backend.staging, signal, log: stagingLog });
  const expire = (): void => {
    backend.expireObjects().catch((error: unknown) => log(errorText(reportError(error))));
  };
  expire();
  setInterval(expire, EXPIRE_EVERY_MS).unref();
  sweepRegularly({ ...backend, keepDays }, { log, signal });
  void watchDisk({ read, log: log, signal });
  try {
    await Promise.race([
      supervision.ready,
      new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
    ]);
    const inbox = localPlace(options.dataDir)('staging', 'staging-directory');
    log(
      `wattline is up (${durationText(performance.now() - startedAt)}): ${services.length} services, logs in ${localPlace(options.dataDir)('staging', '../logs')}`,
    );
    if (reporter.url() !== undefined) log(`the page is at ${reporter.url()}`);
    if (reporter.rowsUrl() !== undefined)
      log(`rows are served at ${reporter.rowsUrl()}api/v1/datasets/DATASET/rows`);
    log(
      `copy a file of readings to ${inbox}/, or to a folder in it with its dataset’s name, to start a run; Ctrl-C stops\n`,
    );
    if (fresh && options.sample && !signal.aborted) await uploadSample(backend, log);
    await watch.done;
  } catch (error) {
    if (!signal.aborted) {
      log(errorText(reportError(error)));
      process.exitCode = 1;
    }
  } finally {
    await supervision.stop();
    await reporter.done();
    await logs.close();
    backend.close();
    lock.release();
    log('stopped');
    process.exit();
  }
};
