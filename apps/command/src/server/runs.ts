import { setTimeout as sleep } from 'node:timers/promises';
import type { RunReceipt, RunSummary } from '@wattline/api';
import { UsageError } from '@wattline/errors';
import { hasOutcome } from '@wattline/worker';
import type { Server } from './open-server.ts';

const PAGE = 500;
const POLL_MS = 250;

/** All runs, the newest first, page by page. */
export const listServerRuns = async function* (
  server: Server,
  filter: { readonly dataset?: string | undefined; readonly q?: string } = {},
): AsyncGenerator<RunSummary> {
  let cursor: string | undefined;
  do {
    const page = await server.api.getRuns({ query: { ...filter, limit: PAGE, cursor } });
    yield* page.runs;
    cursor = page.cursor;
  } while (cursor !== undefined);
};

/** The one run whose id starts with `text`. */
export const findServerRun = async (server: Server, text: string): Promise<string> => {
  const found: string[] = [];
  for await (const { run } of listServerRuns(server, { q: text })) if (run.startsWith(text)) found.push(run);
  const [only, second] = found;
  const remedy = 'list the runs with: wattline runs';
  if (only === undefined) throw new UsageError('RUN_UNKNOWN', `there is no run ${text}`, { remedy });
  if (second !== undefined)
    throw new UsageError('RUN_AMBIGUOUS', `${found.length} runs start with ${text}`, { remedy });
  return only;
};

export const serverReceipt = (server: Server, run: string): Promise<RunReceipt> =>
  server.api.getRun({ params: { run } });

/** Asks until the run has ended. One that ingest has not opened yet is waited for. */
export const waitForServerRun = async (server: Server, run: string): Promise<RunReceipt> => {
  for (;;) {
    try {
      const receipt = await serverReceipt(server, run);
      if (hasOutcome(receipt)) return receipt;
    } catch (error) {
      if (!(error instanceof UsageError && error.code === 'RUN_UNKNOWN')) throw error;
    }
    await sleep(POLL_MS);
  }
};
