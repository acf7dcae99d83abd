import type { RunStatus, RunSummary } from '@wattline/api';
import { RejectedError } from '@wattline/errors';
import type { Stage } from '@wattline/worker';
import { describe, expect, test } from 'vitest';
import { openTestStatus, type TestStatus } from '../testing/open-test-status.ts';
import { readEvents } from '../testing/read-events.ts';
import { readings } from '../testing/readings.ts';

const listen = async ({ app }: TestStatus, after?: string) =>
  readEvents(
    await app.request('/api/v1/events', after === undefined ? {} : { headers: { 'last-event-id': after } }),
  );

const rejecting: Stage = {
  name: 'ingest',
  run: async () => {
    throw new RejectedError('NO', 'no', { remedy: 'none' });
  },
};

type Received = Awaited<ReturnType<typeof listen>>;

/** Hears on until a run has a status; what was heard of that run. */
const hear = async (received: Received, run: string, status: RunStatus): Promise<RunSummary[]> => {
  const heard: RunSummary[] = [];
  for (;;) {
    const { data } = await received.next();
    if (data.run?.run !== run) continue;
    heard.push(data.run);
    if (data.run.status === status) return heard;
  }
};

describe('the event stream', () => {
  test('reports a run from its upload to its seal, and the pipeline', async () => {
    const status = await openTestStatus();
    const received = await listen(status);
    expect(received.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const first = await received.next();
    expect(first).toMatchObject({ event: 'pipeline.changed', data: { pipeline: { datasets: 0 } } });
    const run = await status.upload('town/a.csv', readings());
    const heard = await hear(received, run, 'sealed');
    expect(heard.length).toBeGreaterThan(1);
    expect(['waiting', 'running']).toContain(heard[0]?.status);
    expect(heard.at(-1)).toMatchObject({ dataset: 'town', rowsRead: 336, version: expect.any(String) });
    const { body } = await status.get('/api/v1/pipeline');
    expect(body).toMatchObject({
      runs: { sealed: 1 },
      datasets: 1,
      stages: ['ingest', 'transform', 'aggregate', 'publish'].map((stage) => ({
        stage,
        partsPerMinute: 0.2,
        medianMs: expect.any(Number),
      })),
    });
    await received.close();
  });

  test('continues after the last event received; an unknown id begins with all that is current', async () => {
    const status = await openTestStatus({ stages: [rejecting] });
    const before = await listen(status);
    const { id } = await before.next();
    await before.close();
    const run = await status.upload('town/a.csv', readings());
    await status.settled(run);
    const after = await listen(status, id);
    expect((await hear(after, run, 'rejected')).at(-1)?.error?.code).toBe('NO');
    await after.close();
    const strange = await listen(status, 'another-process-7');
    expect((await strange.next()).data.run).toMatchObject({ run, status: 'rejected' });
    await strange.close();
  });

  test('frees a listener that goes away, and ends with the service', async () => {
    const status = await openTestStatus({ stages: [] });
    const [one, two] = [await listen(status), await listen(status)];
    await one.next();
    expect(status.deps.live.listeners).toBe(2);
    await one.close();
    expect(status.deps.live.listeners).toBe(1);
    await two.close();
    expect(status.deps.live.listeners).toBe(0);
  });
});
