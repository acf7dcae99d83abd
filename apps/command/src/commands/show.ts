import { Plan } from '@wattline/engine/plan';
import { UsageError } from '@wattline/errors';
import { formatSpec } from '@wattline/spec';
import { readExpectedRun, readReceipt } from '@wattline/worker';
import { findRun } from '../chain/find-run.ts';
import { readingFacts } from '../chain/findings.ts';
import { withBackend } from '../chain/open.ts';
import { print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { printReceipt } from '../text/print-receipt.ts';
import { readingText } from '../text/reading.ts';

interface ShowOptions extends MaybeServer {
  readonly spec?: boolean;
  readonly why?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const show = async (text: string, options: ShowOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/commands.ts')).show(text, options);
  await withBackend(options.dataDir, async (backend) => {
    const run = await findRun(backend, text);
    const receipt = (await readReceipt(backend.stores, run)) ?? (await readExpectedRun(backend.stores, run));
    if (receipt === undefined) return;
    if (options.spec === true) {
      if (receipt.ingested === undefined) {
        throw new UsageError('SPEC_UNKNOWN', `run ${run} has not been ingested, so its spec is not known`, {
          remedy: 'look at its state with: wattline show RUN',
        });
      }
      const { spec } = Plan.parse(receipt.ingested.plan);
      return options.json === true ? printJson(spec) : print(formatSpec(spec).trimEnd());
    }
    printReceipt(receipt, { json: options.json === true, place: backend.place });
    if (options.why === true && options.json !== true) print(`\n${readingText(readingFacts(receipt))}`);
  });
};
