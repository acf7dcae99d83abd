import { testWith } from '@wattline/test-tools';
import { expect } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { startStatusProcess } from '../support/service-process.ts';
import { uploadText } from '../support/upload.ts';
import { readings } from './readings.ts';
import { runSchemathesis, SETTINGS, schemathesisTool } from './schemathesis.ts';

const TICKETS = '/uploads/tickets/{ticket}';
/** Never ends. */
const EVENTS = '/events';

testWith({ Schemathesis: schemathesisTool })(
  'whatever the API is asked, it answers as it says, and never with an error of its own',
  async ({ Schemathesis: schemathesis }) => {
    const backend = await makeBackend();
    await startEngineWorkers(backend);
    // The name that the description's examples ask for.
    const run = await uploadText(backend, 'power/readings.csv', readings());
    expect((await settled(backend, run)).status).toBe('sealed');
    const { url } = await startStatusProcess({ WATTLINE_DATA_DIR: backend.dataDir });

    const phases = ['--phases', 'examples,coverage,fuzzing'];
    const all = await runSchemathesis(schemathesis, url, [
      ...SETTINGS,
      ...phases,
      '--exclude-path',
      EVENTS,
      '--exclude-path',
      TICKETS,
    ]);
    expect(all.status, all.printed).toBe(0);
    expect(all.printed).toMatch(/5\d selected/);

    // Tickets longer than what HTTP takes for a path are answered by Node itself.
    const tickets = await runSchemathesis(schemathesis, url, [
      ...SETTINGS,
      '--phases',
      'fuzzing',
      '--mode',
      'positive',
      '--include-path',
      TICKETS,
    ]);
    expect(tickets.status, tickets.printed).toBe(0);
    expect(tickets.printed).toMatch(/2 selected/);
  },
);
