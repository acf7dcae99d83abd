import { listSummaries } from '../chain/list-runs.ts';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { runsText } from '../text/runs.ts';

interface RunsOptions extends MaybeServer {
  readonly dataset?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const runs = async (options: RunsOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/commands.ts')).runs(options);
  await withBackend(options.dataDir, async (backend) => {
    const found = await listSummaries(backend, options.dataset);
    if (options.json === true) printJson(found);
    else print(runsText(found.map(({ uploadedAt: at, ...run }) => ({ ...run, at }))));
  });
};
