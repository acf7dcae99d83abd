import { readServeConfig } from '@wattline/serve/config';
import { openServe, type Serve } from '@wattline/serve/open';
import { createLog, runId, writeObjectCreated } from '@wattline/worker';
import { expect, onTestFinished } from 'vitest';
import { type ChainInProcess, DATASET, openChainInProcess } from '../chain/history-fuzz/chain-in-process.ts';

/** Files are older than what is posted. */
export const FIRST = Date.UTC(2020, 0, 1);
export type Cells = Readonly<Record<string, string | number | null>>;

/** A file of rows; cells that a row lacks are empty. */
export const csvOf = (rows: readonly Cells[]): string => {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [header, ...rows.map((cells) => header.map((name) => cells[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');
};

export const openChain = async (): Promise<ChainInProcess> => {
  const chain = await openChainInProcess();
  onTestFinished(() => chain.close());
  return chain;
};

/** A service of its own on a chain's stores. */
export const openOn = ({ stores }: ChainInProcess, environment: Record<string, string> = {}): Serve =>
  openServe(
    stores,
    readServeConfig({ WATTLINE_SERVE_STORE_MS: '20', ...environment }),
    createLog('serve', 'silent'),
  );

export interface Answer {
  readonly code?: string;
  readonly version: string;
  readonly refused: readonly unknown[];
  readonly rows: readonly { readonly values: Readonly<Record<string, number | null>> }[];
  readonly stored: {
    readonly rows: number;
    readonly files: readonly { readonly key: string; readonly run: string }[];
    readonly leftOut: readonly string[];
  };
}

export const post = async ({ app }: Serve, body: object): Promise<{ status: number; answer: Answer }> => {
  const response = await app.request(`/api/v1/datasets/${DATASET}/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
};

/** Lets the event of a file that was stored arrive. */
export const takeStored = async (chain: ChainInProcess, key: string, run: string) => {
  const { staging } = chain.stores;
  const info = await staging.head(key);
  if (info === undefined) throw new Error(`${key} is not there`);
  const { etag, bytes, versionId } = info;
  const created = {
    bucket: staging.name,
    key,
    etag,
    bytes,
    at: info.modifiedAt,
    ...(versionId !== undefined && { versionId }),
  };
  expect(runId(created), 'the run that the answer names').toBe(run);
  return chain.take({ run, event: writeObjectCreated(created) });
};

/** The version of a dataset whose second part comes as a file. */
export const fromFiles = async (spec: string | undefined, parts: readonly string[]) => {
  const chain = await openChain();
  if (spec !== undefined) await chain.putSpec(spec);
  let last: string | undefined;
  for (const [i, text] of parts.entries()) {
    const { status, version, error } = await chain.take(
      await chain.put(`${i}.csv`, text, new Date(FIRST + i)),
    );
    expect({ status, error }).toEqual({ status: 'sealed', error: undefined });
    last = version;
  }
  return last;
};

/** Readings of meter a, one an hour from 2024 on. */
export const hourly = (from: number, count: number): Cells[] =>
  Array.from({ length: count }, (_, i) => {
    const time = new Date(Date.UTC(2024, 0, 1) + (from + i) * 3_600_000).toISOString().slice(0, 16);
    return { time, meter: 'a', load: String(20 + ((from + i) % 24) * 1.5) };
  });
