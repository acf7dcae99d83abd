import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../job.ts';
import { makeManyRuns } from '../many-runs.ts';
import { startStatusService } from '../running-status.ts';
import { median } from '../side-by-side.ts';

const VERSIONS = 5_000;
const ROUNDS = 20;

/** The versions of a dataset that has many. */
export const versions: Job = {
  name: 'versions',
  run: async ({ rounds = ROUNDS, log }) => {
    const data = await makeManyRuns(VERSIONS, log, { versions: true });
    const running = await startStatusService(data);
    const ask = async (query: string) => {
      const from = performance.now();
      const answer = await fetch(new URL(`/api/v1/datasets/first${query}`, running.url));
      const page = (await answer.json()) as { versions: unknown[]; total: number; cursor?: string };
      return { ms: performance.now() - from, page };
    };
    try {
      for (;;) {
        const answer = await fetch(new URL('/api/v1/runs?limit=1', running.url));
        if (((await answer.json()) as { total: number }).total >= VERSIONS) break;
        await sleep(100);
      }
      const first = await ask('');
      log(`  the first page, for the first time: ${first.ms.toFixed(0)} ms of ${first.page.total} versions`);
      const again: number[] = [];
      for (let round = 0; round < rounds; round += 1) again.push((await ask('')).ms);
      const pages: number[] = [];
      let cursor = first.page.cursor;
      let shown = first.page.versions.length;
      while (cursor !== undefined) {
        const { ms, page } = await ask(`?cursor=${cursor}`);
        pages.push(ms);
        shown += page.versions.length;
        cursor = page.cursor;
      }
      const row = (what: string, ms: readonly number[]): string[] => [
        what,
        median(ms).toFixed(0),
        Math.max(...ms).toFixed(0),
      ];
      return {
        result: {
          title: 'Many versions of a dataset',
          about: `${VERSIONS.toLocaleString('en')} sealed versions of one dataset and as many runs in a data folder, listed by the status service in pages of 100.`,
          header: ['', 'median ms', 'most ms'],
          rows: [
            row('the first page, for the first time', [first.ms]),
            row('the first page, again', again),
            row('each further page, for the first time', pages),
          ],
          aims: [
            { what: 'the first page, for the first time', limit: 200, unit: 'ms', measured: first.ms },
            { what: 'a further page', limit: 200, unit: 'ms', measured: median(pages) },
          ],
          notes: [],
        },
        failures: shown === first.page.total ? [] : [`${shown} of ${first.page.total} versions were listed`],
      };
    } finally {
      await running.stop();
    }
  },
};
