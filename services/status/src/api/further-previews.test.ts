import { Preview, type SpecEdit } from '@wattline/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';

const HOURS = 48;
const iso = (day: number, hour: number): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();

/** Two days, hour by hour; `cells` are those after the time. */
const days = (
  header: string,
  cells: (hour: number) => string,
  { from = 1, time = (hour: number) => iso(from, hour), between = ',', below = '' } = {},
): string =>
  `${header}\n${below}${Array.from({ length: HOURS }, (_, hour) => `${time(hour)}${between}${cells(hour)}\n`).join('')}`;

const preview = async (
  { app }: TestStatus,
  text: string,
  { dataset, edits }: { readonly dataset?: string; readonly edits?: readonly SpecEdit[] } = {},
): Promise<Preview> => {
  const form = new FormData();
  if (dataset !== undefined) form.set('dataset', dataset);
  if (edits !== undefined) form.set('edits', JSON.stringify(edits));
  form.set('bytes', String(Buffer.byteLength(text)));
  form.set('file', new Blob([text]), 'further.csv');
  form.set('name', 'further.csv');
  const response = await app.request('/api/v1/previews', { method: 'POST', body: form });
  expect([response.status, response.status === 200 ? '' : await response.clone().text()]).toEqual([200, '']);
  return Preview.parse(await response.json());
};

const Columns = z.object({ columns: z.array(z.object({ name: z.string(), role: z.string() })) });

/** Dropped or ignored: a preview's form has one word for both. */
const roleOf = ({ name, role }: { readonly name: string; readonly role: string }): [string, string] => [
  name,
  role === 'dropped' ? 'ignored' : role,
];

interface Further {
  readonly text: string;
  /** The dataset's first file; default: `plain`. */
  readonly first?: string;
  readonly spec?: string;
  /** How both end; default: sealed. */
  readonly code?: string;
  /** Roles that the file alone would not show. */
  readonly roles?: Readonly<Record<string, string>>;
}

const words = (hour: number): string => (hour % 2 === 0 ? 'on' : 'off');
const plain = days('time,load,state,remark', (hour) => `${hour}.5,${words(hour)},north`);
const next = (cells: (hour: number) => string, header = 'time,load,state,remark'): string =>
  days(header, cells, { from: 3 });
const declared =
  'time: { column: time }\nvalues: { load: {} }\ncategories: { state: { vocabulary: [off, on] } }\n';
const clock = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;
/** A single day. */
const open = days('time,load', (hour) => `${hour}.5`, {
  time: (hour) =>
    `03/02/2026 ${String(Math.floor(hour / 2)).padStart(2, '0')}:${hour % 2 === 0 ? '00' : '30'}`,
});
const unit = (below: string, from = 1): string =>
  days('time,load', (hour) => `${hour}.5`, { from, below: `,${below}\n` });
const notes = days('time,load,note', (hour) => `${hour}.5,${hour * 7}`);

const further: Readonly<Record<string, Further>> = {
  'the next days': { text: next((hour) => `${hour}.5,${words(hour)},north`) },
  'a column of which the file alone shows other roles': {
    // One word in all rows shows no category.
    text: next((hour) => `${hour}.5,on,north`),
    roles: { state: 'category' },
  },
  'a lacking column': { text: next((hour) => `${hour}.5,north`, 'time,load,remark') },
  'written otherwise': {
    text: days('time;load;state;remark', (hour) => `${hour},5;${words(hour)};north`, {
      time: (hour) => `${5 + Math.floor(hour / 24)}.1.2026 ${clock(hour)}`,
      between: ';',
    }),
  },
  'its own mark of no reading': {
    text: next((hour) => `${hour % 6 === 3 ? '-999' : hour},${words(hour)},north`),
  },
  'a new column': {
    text: next((hour) => `${hour}.5,${words(hour)},north,${hour}`, 'time,load,state,remark,wind'),
    code: 'COLUMNS_DIFFER',
  },
  'a new column of a declared spec': {
    text: next((hour) => `${hour}.5,${words(hour)},north,${hour}`, 'time,load,state,remark,wind'),
    spec: declared,
    code: 'COLUMNS_DIFFER',
  },
  'a new column that may join': {
    text: next((hour) => `${hour}.5,${words(hour)},north,${hour}`, 'time,load,state,remark,wind'),
    spec: `${declared}columns: add\n`,
    roles: { wind: 'value' },
  },
  'another unit': { first: unit('kW'), text: unit('MW', 3), code: 'UNITS_DIFFER' },
  'another word': { text: next((hour) => `${hour}.5,${words(hour)},south`), code: 'SERIES_DIFFER' },
  'another word under a declared spec': {
    text: next((hour) => `${hour}.5,${words(hour)},south`),
    spec: declared,
  },
  'dates that are open': {
    first: days('time,load', (hour) => `${hour}.5`),
    text: open,
    code: 'FILE_AMBIGUOUS',
  },
  'dates as those of before': {
    first: days('time,load', (hour) => `${hour}.5`, {
      time: (hour) => `${20 + Math.floor(hour / 24)}/01/2026 ${clock(hour)}`,
    }),
    text: open,
  },
  'numbers that are open': {
    first: days('time;load', (hour) => `${hour},5`, { between: ';' }),
    text: days('time;load', (hour) => `1.${String(hour).padStart(3, '0')}`, { between: ';', from: 3 }),
    code: 'FILE_AMBIGUOUS',
  },
  'no time': {
    text: next((hour) => `${hour}.5,${words(hour)},north`).replaceAll(/^[^,]*,/gm, ''),
    code: 'COLUMN_MISSING',
  },
  'a column that the first file left out': {
    first: notes.replaceAll(/,\d+$/gm, ',x'),
    text: days('time,load,note', (hour) => `${hour}.5,x`, { from: 3 }),
  },
};

/** Uploads the first files of datasets, and waits until they are sealed. */
const begin = async (
  status: TestStatus,
  firsts: readonly { readonly dataset: string; readonly first: string; readonly spec?: string | undefined }[],
): Promise<void> => {
  const runs: string[] = [];
  for (const { dataset, first, spec } of firsts)
    runs.push(await status.upload(`${dataset}/first.csv`, first, spec));
  const ends = await Promise.all(runs.map(status.settled));
  expect(ends.map((end) => [end.dataset, end.status, end.error?.message])).toEqual(
    firsts.map(({ dataset }) => [dataset, 'sealed', undefined]),
  );
};

const questionsCode = ({ questions }: Preview): string | undefined =>
  questions.length > 0 ? 'FILE_AMBIGUOUS' : undefined;

test('preview and run of a further file decide alike, and give its columns the same roles', async () => {
  const status = await openTestStatus();
  const cases = Object.entries(further).map(([what, one], index) => ({
    first: plain,
    ...one,
    what,
    dataset: `plant-${index}`,
  }));
  await begin(status, cases);
  const shown: Preview[] = [];
  for (const { dataset, text } of cases) shown.push(await preview(status, text, { dataset }));
  const runs: string[] = [];
  for (const { dataset, text } of cases) runs.push(await status.upload(`${dataset}/further.csv`, text));
  const ends = await Promise.all(runs.map(status.settled));
  for (const [index, { what, dataset, code, roles = {} }] of cases.entries()) {
    const [seen, end] = [shown[index], ends[index]];
    if (seen === undefined || end === undefined) throw new Error('each is previewed and run');
    const decided = [seen.uploadsBefore, seen.error?.code ?? questionsCode(seen), end.error?.code];
    expect([what, ...decided]).toEqual([what, 1, code, code]);
    if (seen.error !== undefined) {
      const { message, remedy } = seen.error;
      const told = [end.error?.message, end.error?.remedy].map((text) =>
        text?.replaceAll(`staging-directory/${dataset}/`, ''),
      );
      expect([what, message, remedy]).toEqual([what, ...told]);
    }
    if (code !== undefined) continue;
    const columns = seen.columns.map(roleOf);
    expect([what, columns]).toEqual([what, Columns.parse(end.ingested).columns.map(roleOf)]);
    expect(Object.fromEntries(columns)).toMatchObject(roles);
  }
});

/** What lets a further file in, as the preview offers it; undefined where no spec does. */
const remedied: Readonly<
  Record<string, Pick<Further, 'first' | 'text'> & { readonly labels: readonly string[] }>
> = {
  COLUMNS_DIFFER: {
    text: next((hour) => `${hour}.5,${words(hour)},north,${hour}`, 'time,load,state,remark,wind'),
    labels: ["take in 'wind', empty before", "leave 'wind' out"],
  },
  SERIES_DIFFER: {
    text: next((hour) => `${hour}.5,${words(hour)},south`),
    labels: ["'remark' identifies the series", "'remark' does not matter"],
  },
  UNITS_DIFFER: {
    first: days('time,load', (hour) => `${hour}.5 kW`),
    text: days('time,load', (hour) => `${hour}500 W`, { from: 3 }),
    labels: ["convert 'load' to kW"],
  },
  'UNITS_DIFFER below the header': { first: unit('kW'), text: unit('MW', 3), labels: [] },
  FILE_AMBIGUOUS: {
    first: days('time,load', (hour) => `${hour}.5`),
    text: open,
    labels: ['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M'],
  },
};

test('each remedy that the preview of a further file offers lets its run seal', async () => {
  const status = await openTestStatus();
  const cases = Object.entries(remedied).flatMap(([code, { first = plain, text, labels }]) =>
    (labels.length === 0 ? [undefined] : labels).map((label, index) => {
      const dataset = `${code.toLowerCase().replaceAll(/\W/g, '-')}-${index}`;
      return { code, first, text, labels, label, dataset };
    }),
  );
  await begin(status, cases);
  const mended: { readonly run: string; readonly label: string; readonly seen: Preview }[] = [];
  for (const { code, text, labels, label, dataset } of cases) {
    const { error, questions } = await preview(status, text, { dataset });
    const choices = [...(error?.remedies ?? []), ...questions.flatMap((question) => question.choices)];
    expect([code, choices.map((choice) => choice.label)]).toEqual([code, labels]);
    const chosen = choices.find((choice) => choice.label === label);
    if (chosen === undefined || label === undefined) continue;
    const seen = await preview(status, text, { dataset, edits: chosen.edits });
    expect([label, seen.error, seen.questions]).toEqual([label, undefined, []]);
    const run = await status.upload(`${dataset}/further.csv`, text, seen.spec);
    mended.push({ run, label, seen });
  }
  for (const { run, label, seen } of mended) {
    const { status: end, error, ingested } = await status.settled(run);
    expect([label, error?.message, end]).toEqual([label, undefined, 'sealed']);
    expect([label, seen.columns.map(roleOf)]).toEqual([label, Columns.parse(ingested).columns.map(roleOf)]);
  }
});

test('the upload of a rejected run is looked at as its replay will read it', async () => {
  const status = await openTestStatus();
  await begin(status, [{ dataset: 'town', first: plain }]);
  const run = await status.upload('town/further.csv', further['another word']?.text ?? '');
  expect((await status.settled(run)).error?.code).toBe('SERIES_DIFFER');
  const look = async (body: object): Promise<Preview> => {
    const headers = { 'content-type': 'application/json' };
    const path = `/api/v1/runs/${run}/previews`;
    const response = await status.app.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return Preview.parse(await response.json());
  };
  expect(await look({})).toMatchObject({ uploadsBefore: 1, error: { code: 'SERIES_DIFFER' } });
  const spec = `${declared}drop: [remark]\n`;
  expect(await look({ spec })).toMatchObject({ rowsRead: HOURS, spec });
  // Once the dataset has a spec, a replay reads by that.
  await status.backend.stores.staging.put('staging-directory/town/wattline.yaml', spec);
  expect(await look({})).toMatchObject({ rowsRead: HOURS, spec });
});
