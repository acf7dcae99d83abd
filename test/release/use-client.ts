// What a program outside of the repository does with `wattline/client`: its types are compiled, then it runs.
import {
  ApiError,
  createClient,
  createServingClient,
  type RowsAnswer,
  type RunReceipt,
} from '@wattline/api/published';

declare const process: { readonly argv: readonly string[] };
const [server = '', serving = '', token = ''] = process.argv.slice(2);

const api = createClient({ server, token });
const rows = createServingClient({ server: serving, token });

// Were the types lost, these would compile.
// @ts-expect-error a run has a name
const nameless = (): unknown => api.getRun({ params: {} });
// @ts-expect-error times are text
const timeless = (): unknown => rows.serveRows({ params: { dataset: 'plant' }, body: { at: new Date() } });

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked;
    return 'none';
  } catch (error) {
    return error instanceof ApiError ? error.problem.code : String(error);
  }
};

const lines = Array.from({ length: 24 * 14 }, (_, hour) => {
  const time = new Date(Date.UTC(2026, 0, 5, hour)).toISOString();
  return `${time},a,${(hour % 24) + 0.5}\n${time},b,${(hour % 12) + 0.5}`;
});
const body = new Blob([`time,meter,load\n${lines.join('\n')}\n`]);
const { run } = await api.upload({ query: { dataset: 'plant', name: 'readings.csv' }, body });
let receipt: RunReceipt;
do {
  receipt = await api.getRun({ params: { run } });
} while (receipt.status === 'waiting' || receipt.status === 'running');

const { datasets } = await api.getDatasets({});
const version = receipt.version ?? '';
const set = await api.getFeatureSet({ params: { dataset: 'plant', version } });
const [file] = set.files.filter(({ path }) => path.startsWith('features/'));
const bytes = await (await api.request(file?.href ?? '')).arrayBuffer();

const answer: RowsAnswer = await rows.serveRows({
  params: { dataset: 'plant' },
  query: { version },
  body: {
    entity: 'a',
    readings: [
      { time: '2026-01-19T00:00:00Z', meter: 'a', load: 7.25 },
      { time: 'never', meter: 'a', load: 1 },
    ],
    at: '2026-01-19T00:00:00Z',
    scaled: false,
    hold: false,
  },
});
const [row] = answer.rows;
const mean: number | null | undefined = row?.values.load_mean;

// biome-ignore lint/suspicious/noConsole: what it found is what it prints
console.log(
  JSON.stringify({
    status: receipt.status,
    datasets: datasets.map(({ name }) => name),
    rows: set.rows,
    isWhole: bytes.byteLength === file?.bytes,
    mean,
    refused: answer.refused.map(({ line, code }) => [line, code]),
    codes: [
      await codeOf(api.getRun({ params: { run: 'none' } })),
      await codeOf(createClient({ server, token: 'another' }).getDatasets({})),
      await codeOf(createClient({ server: 'http://127.0.0.1:9', retries: 0 }).getDatasets({})),
      await codeOf(Promise.resolve().then(() => createClient({ server: 'ftp://x' }))),
    ],
    kept: [typeof nameless, typeof timeless],
  }),
);
