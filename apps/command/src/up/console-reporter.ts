import { reportError } from '@wattline/errors';
import { nodeOf } from '@wattline/topology';
import { type Backend, isEnd, isFinished, readReceipt, WattlineEvent } from '@wattline/worker';
import { z } from 'zod';
import { localPlace } from '../chain/local-place.ts';
import { log, print } from '../print.ts';
import { errorText } from '../text/error.ts';
import { printReceipt } from '../text/print-receipt.ts';

/** The status service's message to the supervisor. */
const Ready = z.object({ ready: z.literal(true), url: z.url() });
/** That of the service that serves rows. */
const RowsReady = z.object({ ready: z.literal(true), rows: z.url() });
const Event = z.object({ event: WattlineEvent });

const stageText = ({ data, time }: WattlineEvent): string => {
  const part =
    data.parts > 1 && nodeOf(data.stage).scope === 'part' ? ` part ${data.part + 1} of ${data.parts}` : '';
  return `${time.slice(11, 23)}  ${data.run.slice(0, 8)}  ${data.dataset}  ✓ ${data.stage}${part}`;
};

/** Prints each step of each run as it happens, and its receipt at its end. */
export const createConsoleReporter = (
  backend: Pick<Backend, 'stores'>,
  { dataDir, json = false }: { readonly dataDir: string; readonly json?: boolean },
) => {
  let url: string | undefined;
  let rowsUrl: string | undefined;
  let printing: Promise<void> = Promise.resolve();
  const printEvent = async (event: WattlineEvent): Promise<void> => {
    if (json) return print(JSON.stringify(event));
    if (isFinished(event.type)) log(stageText(event));
    if (!isEnd(event.type)) return;
    const receipt = await readReceipt(backend.stores, event.data.run);
    if (receipt === undefined) return;
    log('');
    printReceipt(receipt, { json: false, place: localPlace(dataDir) });
    log('');
  };
  return {
    /** Where the page is; undefined until the status service reports it. */
    url: (): string | undefined => url,
    /** Where rows are served; undefined until that service reports it. */
    rowsUrl: (): string | undefined => rowsUrl,
    /** Resolves when every message received so far is printed. */
    done: (): Promise<void> => printing,
    onMessage: (message: unknown): void => {
      const ready = Ready.safeParse(message).data;
      if (ready !== undefined) {
        if (url !== undefined && url !== ready.url) log(`the page is now at ${ready.url}`);
        url = ready.url;
      }
      rowsUrl = RowsReady.safeParse(message).data?.rows ?? rowsUrl;
      const received = Event.safeParse(message).data;
      // One after the other: two receipts must not be mixed.
      if (received !== undefined)
        printing = printing
          .then(() => printEvent(received.event))
          .catch((error: unknown) => log(errorText(reportError(error))));
    },
  };
};
