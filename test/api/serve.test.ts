import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testWith } from '@wattline/test-tools';
import { expect } from 'vitest';
import { z } from 'zod';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { startServeProcess } from '../support/service-process.ts';
import { uploadText } from '../support/upload.ts';
import { readings } from './readings.ts';
import { runSchemathesis, SETTINGS, schemathesisTool } from './schemathesis.ts';

/** It has one operation, so more of it is tried. */
const EXAMPLES = '150';
const ROWS = '/datasets/{dataset}/rows';

const Parameter = z.looseObject({ name: z.string() });
const Description = z.looseObject({
  paths: z.strictObject({
    [ROWS]: z.looseObject({ post: z.looseObject({ parameters: z.array(Parameter) }) }),
  }),
  components: z.looseObject({
    schemas: z.looseObject({
      RowsRequest: z.looseObject({ properties: z.record(z.string(), z.unknown()) }),
    }),
  }),
});

const entity = { type: 'string', enum: ['a', 'b', 'nobody'] };
const reading = {
  type: 'object',
  properties: {
    time: { type: 'string', format: 'date-time' },
    event_timestamp: { type: 'string', format: 'date-time' },
    meter: entity,
    load: { anyOf: [{ type: 'number' }, { type: 'string' }] },
  },
};

/** The same for names that there are: others are answered with 404, whatever else is asked. */
const withNames = (text: unknown): object => {
  const description = Description.parse(text);
  const { post } = description.paths[ROWS];
  // The version has no horizons: a request that names one is refused, whatever else it asks.
  post.parameters = post.parameters
    .filter(({ name }) => name !== 'ahead')
    .map((one) =>
      one.name === 'dataset' ? { ...one, schema: { type: 'string', enum: ['power', 'nothing'] } } : one,
    );
  const { properties } = description.components.schemas.RowsRequest;
  Reflect.deleteProperty(properties, 'ahead');
  Object.assign(properties, {
    entity,
    entities: { type: 'array', items: entity, minItems: 1 },
    readings: { type: 'array', items: reading },
  });
  return description;
};

testWith({ Schemathesis: schemathesisTool })(
  'whatever the service that serves rows is asked, it answers as it says, and never with an error of its own',
  async ({ Schemathesis: schemathesis }) => {
    const backend = await makeBackend();
    await startEngineWorkers(backend);
    const run = await uploadText(backend, 'power/readings.csv', readings());
    expect((await settled(backend, run)).status).toBe('sealed');
    const { url } = await startServeProcess({
      WATTLINE_DATA_DIR: backend.dataDir,
      WATTLINE_SERVE_STORE_MS: '0',
    });
    const settings = SETTINGS.map((one, i) => (SETTINGS[i - 1] === '--max-examples' ? EXAMPLES : one));
    const phases = ['--phases', 'examples,coverage,fuzzing'];
    const described = await (await fetch(`${url}/api/v1/openapi.json`)).json();
    const named = join(await makeFolder(), 'openapi.json');
    await writeFile(named, JSON.stringify(withNames(described)));
    let requests = 0;
    for (const document of [undefined, named]) {
      const found = await runSchemathesis(schemathesis, url, [...settings, ...phases], document);
      expect(found.status, found.printed).toBe(0);
      expect(found.printed).toMatch(/1 selected/);
      requests += Number(/(\d+) generated/.exec(found.printed)?.[1]);
    }
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const rows = Number(/^wattline_served_rows_total\{.*\} (\d+)$/m.exec(metrics)?.[1]);
    expect(rows, 'some of it was asked rightly').toBeGreaterThan(10);
    process.stdout.write(`${requests} requests were answered as described, with ${rows} rows\n`);
  },
  600_000,
);
