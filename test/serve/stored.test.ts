import { readServeConfig } from '@wattline/serve/config';
import { openServe, type Serve } from '@wattline/serve/open';
import { createLog, runId, writeObjectCreated } from '@wattline/worker';
import { expect, onTestFinished, test } from 'vitest';
import { type ChainInProcess, DATASET, openChainInProcess } from '../chain/history-fuzz/chain-in-process.ts';
import { type Generated, generate } from './generated.ts';
import { createRandom } from './random.ts';

/** How many datasets to make up. */
const DATASETS = Number(process.env.WATTLINE_STORE_DATASETS ?? 12);
/** Files are older than what is posted. */
const FIRST = Date.UTC(2020, 0, 1);

type Cells = Readonly<Record<string, string | number | null>>;

const csvOf = (rows: readonly Cells[]): string => {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [header, ...rows.map((cells) => header.map((name) => cells[name] ?? ''))]
    .map((cells) => cells.join(','))
    .join('\n');
};

const openChain = async (): Promise<ChainInProcess> => {
  const chain = await openChainInProcess();
  onTestFinished(() => chain.close());
  return chain;
};

const openOn = ({ stores }: ChainInProcess, environment: Record<string, string> = {}): Serve =>
  openServe(
    stores,
    readServeConfig({ WATTLINE_SERVE_STORE_MS: '20', ...environment }),
    createLog('serve', 'silent'),
  );

interface Answer {
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

const post = async ({ app }: Serve, body: object): Promise<{ status: number; answer: Answer }> => {
  const response = await app.request(`/api/v1/datasets/${DATASET}/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
};

/** Lets the event of a file that was stored arrive. */
const takeStored = async (chain: ChainInProcess, key: string, run: string) => {
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
const fromFiles = async (spec: string, parts: readonly string[]) => {
  const chain = await openChain();
  await chain.putSpec(spec);
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

const halves = ({ rows }: Generated): [Cells[], Cells[]] => {
  const at = Math.floor(rows.length * 0.7);
  return [rows.slice(0, at).map(({ cells }) => cells), rows.slice(at).map(({ cells }) => cells)];
};

test('a dataset to which readings are posted has the version of one to which they come as a file', {
  timeout: 60_000 + 30_000 * DATASETS,
}, async () => {
  let readings = 0;
  for (let seed = 1; seed <= DATASETS; seed += 1) {
    const generated = await generate(seed, 160);
    const spec = JSON.stringify(generated.spec);
    const [before, after] = halves(generated);
    const wanted = await fromFiles(spec, [csvOf(before), csvOf(after)]);

    const chain = await openChain();
    await chain.putSpec(spec);
    await chain.take(await chain.put('0.csv', csvOf(before), new Date(FIRST)));
    const serve = openOn(chain);
    // Numbers are numbers or texts, as clients have them.
    const random = createRandom(seed);
    const typed = after.map((cells) =>
      Object.fromEntries(
        Object.entries(cells).map(([name, cell]) => {
          const number = Number(cell);
          const isPlain = name !== 'meter_id' && cell !== '' && String(number) === cell;
          return [name, isPlain && random.isTrue(0.5) ? number : cell];
        }),
      ),
    );
    const { status, answer } = await post(serve, { readings: typed, store: true });
    expect({ seed, status, code: answer.code }).toEqual({ seed, status: 200, code: undefined });
    expect(answer.stored.rows).toBeGreaterThan(0);
    const [file] = answer.stored.files;
    const receipt = await takeStored(chain, file?.key ?? '', file?.run ?? '');
    expect({ seed, status: receipt.status, error: receipt.error }).toEqual({
      seed,
      status: 'sealed',
      error: undefined,
    });
    expect({ seed, version: receipt.version }).toEqual({ seed, version: wanted });
    await serve.refresh();
    expect((await post(serve, { entity: generated.entities[0] })).answer.version).toBe(wanted);
    readings += answer.stored.rows;
  }
  process.stdout.write(
    `${readings} readings of ${DATASETS} datasets were posted, and are in their next versions\n`,
  );
});

const hourly = (from: number, count: number): Cells[] =>
  Array.from({ length: count }, (_, i) => {
    const time = new Date(Date.UTC(2024, 0, 1) + (from + i) * 3_600_000).toISOString().slice(0, 16);
    return { time, meter: 'a', load: String(20 + ((from + i) % 24) * 1.5) };
  });

/** As a logger writes them: whatever says how these are written, says nothing of what is posted. */
const germanSpec = `
time: { column: time, format: "%d.%m.%Y %H:%M", zone: Europe/Berlin }
entity: meter
values: { load: {}, temp: {} }
file: { delimiter: ";", decimal: ",", header: 2, encoding: windows-1252 }
scaling: { method: none }
`;
const german = (rows: readonly Cells[]): string[] =>
  rows.map(({ time, load }) => {
    const [day = '', clock] = String(time).split('T');
    return `${day.split('-').reverse().join('.')} ${clock};a;${String(load).replace('.', ',')};1,5`;
  });

test('readings that are posted one by one, corrected, and stored again', async () => {
  const chain = await openChain();
  await chain.putSpec(germanSpec);
  const head = 'Zaehler im Keller\ntime;meter;load;temp\n';
  const lines = german(hourly(0, 600));
  await chain.take(await chain.put('0.csv', head + lines.slice(0, 480).join('\n'), new Date(FIRST)));
  // As many as are posted go into a file, however long they take.
  const serve = openOn(chain, { WATTLINE_SERVE_STORE_MS: '60000', WATTLINE_SERVE_STORE_ROWS: '20' });
  const readings = lines.slice(480, 500).map((line) => {
    const [time = '', meter = '', load = '', temp = ''] = line.split(';');
    return { time, meter, load, temp };
  });
  const [first, ...others] = readings;
  // A wrong number first, in a file before the correction; a number, not a text; a column that nobody reads.
  const wrong = post(openOn(chain), { readings: [{ ...first, load: '999,9' }], store: true });
  await wrong;
  const all = await Promise.all([
    ...others.map((reading) => post(serve, { readings: [{ ...reading, note: 'x' }], store: true })),
    post(serve, { readings: [{ ...first, load: Number(first?.load.replace(',', '.')) }], store: true }),
  ]);
  expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
  expect(all[0]?.answer.stored.leftOut).toEqual(['note']);
  const files = new Map(all.flatMap(({ answer }) => answer.stored.files).map(({ key, run }) => [key, run]));
  expect(files.size, 'together').toBe(1);
  const early = (await wrong).answer.stored.files[0];
  const sealed = await takeStored(chain, early?.key ?? '', early?.run ?? '');
  expect(sealed.status).toBe('sealed');
  let version: string | undefined;
  for (const [key, run] of files) {
    const receipt = await takeStored(chain, key, run);
    expect({ status: receipt.status, error: receipt.error }).toEqual({ status: 'sealed', error: undefined });
    version = receipt.version;
  }
  const wanted = await fromFiles(germanSpec, [
    head + lines.slice(0, 480).join('\n'),
    head + lines.slice(480, 500).join('\n'),
  ]);
  expect(version).toBe(wanted);

  const again = await post(serve, { readings, store: true });
  const [file] = again.answer.stored.files;
  const receipt = await takeStored(chain, file?.key ?? '', file?.run ?? '');
  expect(receipt.ingested?.dataset).toMatchObject({ changed: false });
  expect(receipt.version).toBe(version);
});

test('what no file would be read as is refused, and neither stored nor held', async () => {
  const chain = await openChain();
  await chain.putSpec(
    'time: { column: time, format: iso }\nentity: meter\nvalues: { load: {} }\nscaling: { method: none }\n',
  );
  await chain.take(await chain.put('0.csv', csvOf(hourly(0, 480)), new Date(FIRST)));
  const serve = openOn(chain);
  const before = await post(serve, { entity: 'a' });
  const reading = { event_timestamp: '2024-01-21T00:00:00Z', meter: 'a', load: 1 };
  const { status, answer } = await post(serve, { readings: [reading], store: true });
  expect([status, answer.code]).toEqual([422, 'STORE_NEEDS_FILE_TIMES']);
  expect((await post(serve, { entity: 'a' })).answer).toEqual(before.answer);
  // An entity that is named beside the readings is in the file's column.
  const named = await post(serve, {
    entity: 'b',
    readings: [{ time: '2024-01-21T00:00', load: 1 }],
    store: true,
  });
  const { body } = (await chain.stores.staging.get(named.answer.stored.files[0]?.key ?? '')) ?? {};
  expect(JSON.parse(new TextDecoder().decode(body))).toEqual([
    { time: '2024-01-21T00:00', meter: 'b', load: 1 },
  ]);
  const audit: unknown[] = [];
  for await (const { key } of chain.stores.results.list('access/audit/'))
    audit.push(JSON.parse(new TextDecoder().decode((await chain.stores.results.get(key))?.body)));
  expect(audit).toEqual([
    expect.objectContaining({
      action: 'readings.stored',
      target: named.answer.stored.files[0]?.key,
      status: 200,
    }),
  ]);
  // Only refused readings: there is no file.
  const none = await post(serve, {
    entity: 'a',
    readings: [{ time: 'noon', meter: 'a', load: 1 }],
    store: true,
  });
  expect(none.answer.stored).toEqual({ rows: 0, files: [], leftOut: [] });
});
