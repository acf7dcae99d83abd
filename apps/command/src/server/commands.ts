import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { RunSummary } from '@wattline/api';
import { UsageError } from '@wattline/errors';
import { readingFacts } from '../chain/findings.ts';
import { replaySpecText, type SpecChoice } from '../chain/replay-spec.ts';
import { specText } from '../chain/spec-text.ts';
import { requireFile, uploadDataset } from '../chain/upload.ts';
import { print, printJson } from '../print.ts';
import { readingText } from '../text/reading.ts';
import { runsText } from '../text/runs.ts';
import { openServer, type Server, type ServerOptions } from './open-server.ts';
import { printServerReceipt, printServerSettled } from './print-receipt.ts';
import { findServerRun, listServerRuns, serverReceipt, waitForServerRun } from './runs.ts';

interface Common extends ServerOptions {
  readonly json?: boolean;
}

/** Puts the dataset's spec where it is not that already; fails where somebody else changes it meanwhile. */
const putSpec = async (server: Server, dataset: string, text: string): Promise<void> => {
  const params = { dataset };
  const current = await server.api.getSpec({ params }).catch((error: unknown) => {
    if (error instanceof UsageError && error.code === 'DATASET_UNKNOWN') return undefined;
    throw error;
  });
  if (current?.source === 'file' && current.text === text) return;
  const headers: Record<string, string> =
    current?.etag === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${current.etag}"` };
  await server.api.putSpec({ params, body: { text } }, { headers });
};

export const upload = async (
  file: string,
  options: Common & { readonly dataset?: string; readonly spec?: string; readonly wait?: boolean },
): Promise<void> => {
  const spec = options.spec === undefined ? undefined : await specText(options.spec);
  await requireFile(file);
  const dataset = uploadDataset(file, options.dataset);
  const server = openServer(options);
  if (spec !== undefined) await putSpec(server, dataset, spec);
  const query = { dataset, name: basename(file) };
  const uploaded = await server.api.upload({ query, body: await openAsBlob(file) });
  if (options.wait === true)
    return printServerSettled(server, await waitForServerRun(server, uploaded.run), options.json === true);
  if (options.json === true) return printJson(uploaded);
  print(`run ${uploaded.run} of ${uploaded.dataset}: ${uploaded.key} is uploaded`);
  print(`watch it at ${server.url}runs/${uploaded.run}`);
};

export const runs = async (options: Common & { readonly dataset?: string }): Promise<void> => {
  const server = openServer(options);
  const found: RunSummary[] = [];
  for await (const run of listServerRuns(server, { dataset: options.dataset })) found.push(run);
  if (options.json === true) return printJson(found);
  print(runsText(found.map(({ uploadedAt, ...run }) => ({ ...run, at: uploadedAt }))));
};

export const show = async (
  text: string,
  options: Common & { readonly spec?: boolean; readonly why?: boolean },
): Promise<void> => {
  const server = openServer(options);
  const run = await findServerRun(server, text);
  const receipt = await serverReceipt(server, run);
  if (options.spec !== true) {
    printServerReceipt(server, receipt, options.json === true);
    if (options.why === true && options.json !== true) print(`\n${readingText(readingFacts(receipt))}`);
    return;
  }
  if (receipt.ingested === undefined)
    throw new UsageError('SPEC_UNKNOWN', `run ${run} has not been ingested, so its spec is not known`, {
      remedy: 'look at its state with: wattline show RUN',
    });
  if (options.json === true) {
    const { parseSpec } = await import('@wattline/spec');
    return printJson(parseSpec(receipt.ingested.spec, { file: 'wattline.yaml' }));
  }
  print(receipt.ingested.spec.trimEnd());
};

export const replay = async (
  text: string,
  options: Common & SpecChoice & { readonly wait?: boolean },
): Promise<void> => {
  const spec = await replaySpecText(options);
  const server = openServer(options);
  const run = await findServerRun(server, text);
  const receipt = await serverReceipt(server, run);
  if (spec !== undefined) await putSpec(server, receipt.dataset, spec);
  const accepted = await server.api.replayRun({
    params: { run },
    body: { from: options.from, spec: options.sameSpec === true ? 'recorded' : 'current' },
  });
  if (options.wait === true)
    return printServerSettled(server, await waitForServerRun(server, run), options.json === true);
  if (options.json === true) return printJson({ run, replay: accepted.replay, from: accepted.from });
  print(`run ${run}: replay ${accepted.replay} from ${accepted.from} is asked for`);
};
