import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';
import { clientPython, here, runScript } from './client-python.ts';
import { changedCell, codes, DATASET, files, SPEC, seenOf } from './town.ts';

const run = promisify(execFile);
const client = here('../../clients/python');

const TOKEN = 'write-token-of-this-test';
describeWith('the Python client', { 'Python with the packages of the client': clientPython }, (found) => {
  const program = found['Python with the packages of the client'];

  /** The installed client, and a dataset with a correction on a running stack. */
  const prepare = async () => {
    const scratch = await makeFolder();
    const [site, dataDir] = [join(scratch, 'site'), join(scratch, 'data')];
    // As users get it: a wheel, installed.
    const wheels = join(scratch, 'wheels');
    const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
    await run(program, [...pip, 'wheel', '--no-deps', '--no-build-isolation', '--wheel-dir', wheels, client]);
    await run(program, [
      ...pip,
      'install',
      '--no-deps',
      '--no-index',
      '--find-links',
      wheels,
      '--target',
      site,
      'wattline',
    ]);
    const up = startCommand(['up', '--no-sample', '--port', '0', '--data-dir', dataDir], {
      WATTLINE_READ_TOKEN: 'read-token-of-this-test',
      WATTLINE_WRITE_TOKEN: TOKEN,
    });
    const server = await until(
      'the page’s address is printed',
      () => /the page is at (\S+)/.exec(up.output())?.[1],
    );
    const serving = await until(
      'where rows are served is printed',
      () => /rows are served at (\S+?)api\//.exec(up.output())?.[1],
    );
    const versions: string[] = [];
    await mkdir(join(scratch, 'files'));
    await writeFile(join(scratch, 'wattline.yaml'), SPEC);
    for (const [name, text] of Object.entries(files)) {
      const file = join(scratch, 'files', name);
      await writeFile(file, text);
      const args = [
        'upload',
        file,
        '--dataset',
        DATASET,
        '--spec',
        join(scratch, 'wattline.yaml'),
        '--wait',
        '--json',
      ];
      const { stdout, stderr } = await runCommand(args, { WATTLINE_SERVER: server, WATTLINE_TOKEN: TOKEN });
      expect(stderr).toBe('');
      versions.push((JSON.parse(stdout) as { version: string }).version);
    }
    return { scratch, site, dataDir, server, serving, versions };
  };

  test('a data folder and a server give the same frames and differences; Feast and MLflow take them', async () => {
    const { scratch, site, dataDir, server, serving, versions } = await prepare();
    const [before = '', after = ''] = versions;
    type Seen = Record<string, unknown> & { changes: unknown[][]; codes: string[] };
    const told = await runScript<Record<'folder' | 'server', Seen> & Record<string, unknown>>(
      program,
      site,
      'use_client.py',
      [dataDir, server, serving, TOKEN, before, after],
    );
    const seen = seenOf(before, after);
    expect(told.folder).toMatchObject({ ...seen, changes: [[...changedCell, null, null]] });
    expect(told.server).toMatchObject({
      ...seen,
      changes: [[...changedCell, 'staging-directory/my town/correction.csv', 2]],
    });
    expect(told.folder.codes).toEqual(['DATASET_UNKNOWN', 'VERSION_UNKNOWN', ...codes]);
    expect(told.server.codes).toEqual([expect.stringContaining('UNKNOWN'), 'VERSION_UNKNOWN', ...codes]);
    expect(told).toMatchObject({ damaged: 'FILE_DAMAGED', unreachable: 'SERVER_UNREACHABLE' });
    expect(told.served).toEqual({
      same: true,
      ahead: true,
      unscaled: 0,
      inverted: {
        near: true,
        codes: [
          'ENTITY_NEEDED',
          'ROWS_OTHERS',
          'REFERENCE_MISSING',
          'ROWS_OTHERS',
          'FOLD_UNKNOWN',
          'PREDICTIONS_SHAPE',
        ],
      },
      'not ahead': 'HORIZON_UNKNOWN',
      'not joined': 'JOIN_UNKNOWN',
      columns: expect.any(Number),
      history: ['complete'],
      later: '2024-02-10T00:00:00+00:00',
      refused: [2],
      unknown: 'SERVING_UNKNOWN',
    });
    expect(told['in bulk']).toEqual({
      same: 20,
      lines: true,
      'at first': 7,
      problems: [[10, 'ENTITY_UNKNOWN', 404]],
      unknown: 'SERVING_UNKNOWN',
    });
    expect(told.specified).toEqual(['# mine\n', '# mine\n', 'SPEC_INVALID']);
    expect(told.closed).toEqual({ served: 7.5, stored: 1, sealed: 7.5 });
    expect(told.unauthorized).toMatch(/TOKEN/);

    // Feast hands out no row before it could be known; MLflow names the version.
    const exported = await runScript<
      Record<'joined' | 'wanted', Record<string, number>> & Record<string, unknown>
    >(program, site, 'export_sets.py', [dataDir, scratch]);
    expect(Object.keys(exported.joined)).toHaveLength(8);
    expect(exported.joined['A 12:05']).not.toBe(exported.joined['A 12:15']);
    expect(exported.joined).toEqual(exported.wanted);
    expect(exported).toMatchObject({ 'joined by': 'available_at', late: ['0 days 01:10:00'] });
    expect(exported.input).toEqual(['my town/train', versions[1]]);
  });

  test('its types hold', async () => {
    const { stdout } = await run(program, ['-m', 'mypy', '--config-file', join(client, 'pyproject.toml')], {
      cwd: client,
    });
    expect(stdout).toContain('no issues');
  });
});
