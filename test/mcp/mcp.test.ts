import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const bin = fileURLToPath(new URL('../../apps/command/bin/wattline.js', import.meta.url));
const [READ, WRITE] = ['read-token-of-this-test', 'write-token-of-this-test'];

const hours = (count: number): string =>
  `time,meter,load\n${Array.from({ length: count }, (_, hour) => `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString()},M3,${hour}\n`).join('')}`;

/** A stack with a dataset, a correction and a file that is rejected; an assistant's connection to it. */
const connected = async () => {
  const folder = await makeFolder();
  const up = startCommand(['up', '--no-sample', '--port', '0', '--data-dir', join(folder, 'data')], {
    WATTLINE_READ_TOKEN: READ,
    WATTLINE_WRITE_TOKEN: WRITE,
  });
  const server = await until(
    'the page’s address is printed',
    () => /the page is at (\S+)/.exec(up.output())?.[1],
  );
  const runs: Record<string, string> = {};
  const files = {
    'days.csv': `${hours(72)}2024-01-99T00:00:00Z,M3,4\n`,
    'correction.csv': 'time,meter,load\n2024-01-02T12:00:00Z,M3,99\n',
    'other.csv': 'time,meter,load,wind\n2024-01-02T13:00:00Z,M3,5,7\n',
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(path, text);
    const args = ['upload', path, '--dataset', 'plant', '--wait', '--json'];
    const { stdout } = await runCommand(args, { WATTLINE_SERVER: server, WATTLINE_TOKEN: WRITE });
    runs[name] = (JSON.parse(stdout) as { run: string }).run;
  }
  const client = new Client({ name: 'a test', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [bin, 'mcp', '--server', server, '--token', READ],
      env: { PATH: process.env.PATH ?? '' },
    }),
  );
  onTestFinished(() => client.close());
  const ask = async (name: string, asked: Record<string, unknown> = {}) => {
    const { isError = false, content } = await client.callTool({ name, arguments: asked });
    const [first] = content;
    if (first?.type !== 'text') throw new Error(`${name} answers in text`);
    return { isError, answer: JSON.parse(first.text) as Record<string, unknown> };
  };
  return { client, runs, ask };
};

test('an assistant asks what became of uploads, and can change nothing', async () => {
  const { client, runs, ask } = await connected();

  const { tools } = await client.listTools();
  expect(tools.length).toBeGreaterThan(7);
  for (const tool of tools)
    expect([tool.name, tool.annotations?.readOnlyHint, (tool.description ?? '').length > 40]).toEqual([
      tool.name,
      true,
      true,
    ]);

  expect((await ask('list_datasets')).answer).toMatchObject({ datasets: [{ name: 'plant', runs: 3 }] });
  expect((await ask('receipt', { run: runs['other.csv'] })).answer).toMatchObject({
    status: 'rejected',
    error: { code: 'COLUMNS_DIFFER', remedy: expect.stringContaining('columns: add') },
  });
  expect((await ask('refused_rows', { run: runs['days.csv'] })).answer).toMatchObject({
    total: 1,
    rows: [{ line: 74, column: 'time', value: '2024-01-99T00:00:00Z' }],
  });

  const { answer: history } = await ask('history', { dataset: 'plant' });
  const [after, before] = (history.entries as { version: string }[]).map(({ version }) => version);
  expect(
    (await ask('changed_cells', { dataset: 'plant', from: before, to: after, columns: ['load_mean'] }))
      .answer,
  ).toMatchObject({
    uploads: [{ key: 'staging-directory/plant/correction.csv' }],
    changes: [
      {
        entity: 'M3',
        eventTimestamp: '2024-01-02T12:00:00.000Z',
        cells: [{ column: 'load_mean', from: 36, to: 99 }],
        by: [{ upload: 0, line: 2 }],
      },
    ],
  });
  expect((await ask('difference', { dataset: 'plant', from: before })).answer).toMatchObject({ to: after });
  expect((await ask('feature_set', { dataset: 'plant' })).answer).toMatchObject({ version: after, rows: 72 });
  expect((await ask('findings', { dataset: 'plant' })).answer).toMatchObject({
    rows: 72,
    findings: expect.any(Array),
  });

  // What goes wrong has a code and a remedy, and the connection goes on.
  expect(await ask('history', { dataset: 'nowhere' })).toMatchObject({
    isError: true,
    answer: { code: 'DATASET_UNKNOWN', remedy: expect.any(String) },
  });
  expect((await ask('list_runs', { dataset: 'plant', limit: 2 })).answer).toMatchObject({ total: 3 });
});
