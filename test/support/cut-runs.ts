import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregateStage } from '@wattline/aggregate';
import type { LocalBackend } from '@wattline/bootstrap';
import { ingestStage, openIngestReader } from '@wattline/ingest-stage';
import { publishStage } from '@wattline/publish';
import { writeMeters } from '@wattline/sample';
import { transformStage } from '@wattline/transform';
import { quarantineOf, type Receipt, type Stage } from '@wattline/worker';
import { makeFolder } from './folder.ts';
import { sealedBytes } from './sealed-bytes.ts';
import { type RunningWorker, startWorker } from './worker.ts';

export const CUT_BYTES = 3_000;
/** No text is as large. */
export const WHOLE = 1e12;

/** Readings of three meters, notes with line ends, bad cells, and what makes the guess of a cut wrong. */
export const notedReadings = async (): Promise<string> => {
  const path = join(await makeFolder(), 'meters.csv');
  await writeMeters({ path, meters: 3, rowsPerMeter: 200, seed: 11, order: 'time' });
  const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const notes = [
    '"two\nlines"',
    'plain',
    '"a ""word"", and\n2024-01-01T00:00:00Z,meter-1,1\n"',
    '',
    'Zähler',
  ];
  const noted = rows.map((row, index) => {
    const cells = row.split(',');
    if (index % 50 === 17) cells[2] = `bad${index}`;
    return [...cells, index % 3 === 0 ? notes[(index / 3) % notes.length] : 'plain'].join(',');
  });
  return `${header},note\n${noted.join('\n')}\n`;
};

/**
 * A worker of ingest that has one message at a time.
 *
 * @param before awaited before it reads a cut of its own file
 */
export const startCuttingIngest = (
  backend: LocalBackend,
  cutBytes: number,
  worker: string,
  before: () => Promise<unknown> = async () => undefined,
): Promise<RunningWorker> => {
  const stage = ingestStage({
    rowsPerPart: 1_000_000,
    reader: openIngestReader({ slots: 2 }),
    piecesFromRows: 1,
    cutBytes,
  });
  const run: Stage['run'] = ({ divide, ...work }) =>
    stage.run({
      ...work,
      ...(divide && {
        divide: (options) =>
          divide({
            ...options,
            own: async (share) => {
              await before();
              return options.own(share);
            },
          }),
      }),
    });
  return startWorker(backend, { ...stage, run }, { worker, slots: 1 });
};

/** The stages behind ingest. */
export const startOthers = async (backend: LocalBackend): Promise<void> => {
  for (const stage of [transformStage(), aggregateStage(), publishStage()]) await startWorker(backend, stage);
};

/** All that a run gave, but for its times and its id. */
export const whatItGave = async (backend: LocalBackend, receipt: Receipt) => {
  const place = quarantineOf(receipt);
  const refused = place && (await backend.stores.results.get(place.key));
  return {
    status: receipt.status,
    version: receipt.version,
    ingested: JSON.stringify(receipt.ingested).replaceAll(receipt.run, 'run'),
    refused: refused && Buffer.from(refused.body).toString(),
    sealed: await sealedBytes(backend, 'meters'),
  };
};
