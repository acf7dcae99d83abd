import { once } from 'node:events';
import type { RowChange } from '@wattline/api';
import { versionsToCompare } from '../chain/dataset-version.ts';
import { withBackend } from '../chain/open.ts';
import type { Difference, DifferenceAsked } from '../chain/read-difference.ts';
import { log, print } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { changesText, summaryText } from '../text/difference.ts';
import { guardedJson } from '../text/printable.ts';

interface DiffOptions extends MaybeServer {
  readonly summary?: boolean;
  readonly entity?: string;
  readonly column?: readonly string[];
  readonly limit?: number;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** Of rows, at a terminal. */
const LISTED = 50;

/** Waits where who reads is slower: what is not printed yet would be kept in memory. */
const write = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
};

/** The first `limit` rows, batch by batch; returns whether there are more. */
const takeRows = async (
  { batches }: Difference,
  limit: number,
  use: (rows: readonly Readonly<RowChange>[]) => Promise<void>,
): Promise<boolean> => {
  let taken = 0;
  for await (const rows of batches()) {
    const some = rows.slice(0, limit - taken);
    if (some.length > 0) await use(some);
    taken += some.length;
    if (some.length < rows.length) return true;
  }
  return false;
};

/** One document, written as it is found: the rows may be many. */
const writeJson = async (dataset: string, difference: Difference, options: DiffOptions): Promise<void> => {
  const { summary, uploads } = difference;
  const head = JSON.stringify({ dataset, ...summary, ...(uploads && { uploads }) }, null, 2);
  if (options.summary === true) return write(`${guardedJson(head)}\n`);
  await write(`${guardedJson(head.slice(0, head.lastIndexOf('\n')))},\n  "changes": [`);
  let first = true;
  const more = await takeRows(difference, options.limit ?? Number.POSITIVE_INFINITY, async (rows) => {
    for (const row of rows) {
      await write(`${first ? '' : ','}\n    ${guardedJson(JSON.stringify(row))}`);
      first = false;
    }
  });
  await write(`${first ? '' : '\n  '}],\n  "complete": ${!more}\n}\n`);
};

const writeText = async (dataset: string, difference: Difference, options: DiffOptions): Promise<void> => {
  print(summaryText(dataset, difference.summary, difference.uploads));
  if (options.summary === true) return;
  const limit = options.limit ?? LISTED;
  const more = await takeRows(difference, limit, (rows) => write(`\n${changesText(rows)}\n`));
  if (more) log(`only the first ${limit} rows are listed: --limit lists more, --json all of them`);
};

/** `wattline diff`: what changed between two sealed versions, and through which uploads. */
export const diff = async (from: string, to: string | undefined, options: DiffOptions): Promise<void> => {
  const asked: DifferenceAsked = {
    ...versionsToCompare(from, to),
    entity: options.entity,
    columns: options.column,
  };
  const use = (difference: Difference): Promise<void> =>
    (options.json === true ? writeJson : writeText)(asked.dataset, difference, options);
  if (onServer(options)) return (await import('../server/diff.ts')).withServerDifference(options, asked, use);
  const { withDifference } = await import('../chain/read-difference.ts');
  await withBackend(options.dataDir, (backend) => withDifference(backend, asked, use), {
    needs: { stores: ['results', 'features'], queues: [] },
  });
};
