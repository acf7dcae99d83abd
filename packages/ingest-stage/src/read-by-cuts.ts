import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cut, CutRead, ENGINE_VERSION, mendCuts, type ReadCut, spansOf } from '@wattline/engine/cuts';
import { type ReadLimits, readLimits, type SetLimits } from '@wattline/reader';
import { timed } from '@wattline/steps';
import type {
  DivideTask,
  DoneShare,
  InputFile,
  LendFile,
  ShareOutcome,
  ShareWork,
} from '@wattline/worker/stage';
import pMap from 'p-map';
import { CutPlan } from './cut-plan.ts';
import type { IngestReader } from './open-ingest-reader.ts';
import type { IngestTask } from './reader-tasks.ts';

export type How = Pick<IngestTask, 'specFile' | 'found' | 'knownColumns'>;

interface Reading {
  readonly reader: IngestReader;
  readonly limits?: SetLimits | undefined;
}

const [ROWS, REFUSED] = ['rows.arrow', 'refused.arrow'] as const;

const outcomeOf = ({ read, files }: ReadCut): ShareOutcome => ({
  result: { read },
  files: [
    ...(files.rows === undefined ? [] : [{ name: ROWS, path: files.rows }]),
    ...(files.refused === undefined ? [] : [{ name: REFUSED, path: files.refused }]),
  ],
});

/** Undefined where it is none of this release, or not of that cut: it is read again. */
const cutOf = ({ result, files }: DoneShare, { from, to }: Cut): ReadCut | undefined => {
  const pathOf = (wanted: string): string | undefined => files.find(({ name }) => name === wanted)?.path;
  const [rows, refused] = [pathOf(ROWS), pathOf(REFUSED)];
  const { data: read } = CutRead.safeParse(result.read);
  if (read === undefined || read.cut.from !== from || read.cut.to !== to) return undefined;
  if ((read.rows.kept > 0 && !rows) || (read.refusals.waiting && !refused)) return undefined;
  return {
    read,
    files: { ...(rows !== undefined && { rows }), ...(refused !== undefined && { refused }) },
  };
};

/** More times its bytes are no text, or one that unpacks in no time. */
const MOST_RATIO = 64;

/** What looking at a file may cost, which unpacks it where it is packed. */
const lookLimits = (bytes: number, set: SetLimits | undefined): ReadLimits & { readonly atMost: number } => {
  const limits = readLimits(bytes, set);
  const atMost = set?.scratchBytes === undefined ? MOST_RATIO * bytes : Math.floor(set.scratchBytes / 2);
  return { ...limits, atMost, scratchBytes: Math.max(limits.scratchBytes, 2 * atMost) };
};

/** A file that is to be read. */
export interface ByCuts {
  /** Undefined where it is to be read as a whole: it is small, no text, or refused by one of its cuts. */
  readonly cuts?: readonly ReadCut[] | undefined;
  /** What it holds, where it is packed or text of 16 bits. */
  readonly unpacked?: IngestTask['unpacked'];
}

/** Reads a large text in cuts, each by whichever worker comes first; a packed one is unpacked here, and lent to the others. */
export const readByCuts = async (
  { reader, limits }: Reading,
  options: {
    readonly divide: DivideTask;
    readonly lend: LendFile;
    readonly cutBytes: number;
    readonly raw: InputFile;
    readonly name: string;
    readonly how: How;
    /** For what the cuts that are read here make. */
    readonly folder: string;
    readonly signal: AbortSignal;
  },
): Promise<ByCuts> => {
  const { divide, lend, cutBytes, raw, name, how, folder, signal } = options;
  const { path, ref } = raw;
  if (ref.bytes * MOST_RATIO < 2 * cutBytes) return {};
  const look = join(folder, 'look');
  await mkdir(look, { recursive: true });
  const { atMost, ...lookLimited } = lookLimits(ref.bytes, limits);
  const found = await reader.run(
    'cut',
    { path, name, folder: look, bytes: cutBytes, atMost, ...how },
    { file: name, folder: look, limits: lookLimited, signal },
  );
  const { cuts: cutUp, unpacked: own } = found;
  if (cutUp === undefined) return { unpacked: own };
  const { cuts } = cutUp;
  const lent = own && (await lend(own.path));
  const unpacked = own && lent && { ...own, path: lent.path };
  const bytes = lent?.ref.bytes ?? ref.bytes;
  const { specFile, found: shown, knownColumns } = how;
  const plan: CutPlan = {
    format: 3,
    engine: ENGINE_VERSION,
    raw: ref,
    ...(own && lent && { unpacked: { ref: lent.ref, packing: own.packing, encoding: own.encoding } }),
    name,
    ...(specFile && { spec: { text: await readFile(specFile.path, 'utf8'), name: specFile.name } }),
    ...(shown && { found: shown }),
    ...(knownColumns && { knownColumns }),
    cuts: [...cuts],
    ...(cutUp.bytes && { bytes: { all: [...cutUp.bytes.all], own: [...cutUp.bytes.own] } }),
  };
  let made = 0;
  const readHere = async (cut: CutPlan['cuts'][number]): Promise<ReadCut> => {
    made += 1;
    const own = join(folder, `cut-${made}`);
    await mkdir(own);
    return reader.run(
      'readCut',
      { path, name, folder: own, cut, ...(unpacked && { unpacked }), ...how },
      { file: name, folder: own, limits: readLimits(bytes, limits), signal },
    );
  };
  const shares = await timed('ingest: cuts', () =>
    divide({
      plan,
      shares: cuts.length,
      own: async (share) => {
        const cut = cuts[share];
        if (cut === undefined) throw new Error(`there is no cut ${share}`);
        return outcomeOf(await readHere(cut));
      },
    }),
  );
  const known = await pMap(
    cuts,
    async (cut, index) => {
      const share = shares[index];
      return (share && cutOf(share, cut)) ?? (await readHere(cut));
    },
    { concurrency: 1 },
  );
  return { unpacked, cuts: await mendCuts(known, ({ cut }) => readHere(cut)) };
};

/** Reads the cut of a file that another worker has. */
export const readSharedCut = async (
  { reader, limits }: Reading,
  { plan, share, partOf, scratch, signal, log }: ShareWork,
): Promise<ShareOutcome> => {
  const { raw, unpacked, name, spec, found, knownColumns, cuts, bytes } = CutPlan.parse(plan);
  const cut = cuts[share];
  if (cut === undefined) throw new Error(`there is no cut ${share}`);
  const ref = unpacked?.ref ?? raw;
  const { spans, known } =
    bytes === undefined
      ? spansOf(cut, ref.bytes, unpacked)
      : { spans: [...bytes.all, ...bytes.own.slice(share, share + 1)], known: undefined };
  const path = await partOf(ref, spans);
  const folder = join(scratch, 'cut');
  await mkdir(folder);
  const specPath = join(scratch, 'wattline.yaml');
  if (spec !== undefined) await writeFile(specPath, spec.text);
  const read = await reader.run(
    'readCut',
    {
      ...{ path, name, folder, cut },
      ...(known !== undefined && { known }),
      ...(unpacked && { unpacked: { path, packing: unpacked.packing, encoding: unpacked.encoding } }),
      ...(spec && { specFile: { path: specPath, name: spec.name } }),
      ...(found && { found }),
      ...(knownColumns && { knownColumns }),
    },
    { file: name, folder, limits: readLimits(ref.bytes, limits), signal },
  );
  log.info({ share, rows: read.read.rows.read }, 'cut read');
  return outcomeOf(read);
};
