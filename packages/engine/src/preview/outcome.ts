import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RejectedError } from '@wattline/errors';
import { editSpec, isTimeless, parseSpec, type SpecEdit, SpecError } from '@wattline/spec';
import { type Ingested, ingestFile, type KnownColumns } from '../ingest/index.ts';
import { cadenceIn } from '../ingest/settle/cadence-evidence.ts';
import type { Choice, Outcome } from './preview.ts';
import { readingRange } from './reading-cells.ts';

/** What is read to try something out. */
export interface Trial {
  readonly path: string;
  /** Whether `path` is the file's first part only. */
  readonly isPart: boolean;
  readonly name: string;
  /** Room for it. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  /** The columns of the dataset's uploads before. */
  readonly knownColumns?: KnownColumns | undefined;
  /** Writes the file's own readings as well. */
  readonly keep?: boolean;
}

const outcomeOf = ({ plan, receipt }: Ingested): Outcome => ({
  rows: {
    read: receipt.rows.read,
    refused: receipt.rows.refused,
    conflicts: receipt.rows.conflicts,
  },
  series: plan.buckets.reduce((sum, { entities }) => sum + entities, 0),
  from: plan.from,
  to: plan.to,
  cadence: cadenceIn(receipt),
});

const timeText = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;

/** What a reading gives, in words. */
const outcomeWords = (
  { rows, series, from, to, cadence }: Outcome,
  { isPart, hasTimes }: { readonly isPart: boolean; readonly hasTimes: boolean },
): string[] => [
  `${isPart ? 'in its first part, ' : ''}${hasTimes ? `${timeText(from)} to ${timeText(to)}, a reading every ${cadence}` : `${series} rows of no time, one for each entity`}`,
  ...(hasTimes && series > 1 ? [`${series} series`] : []),
  ...(rows.refused > 0 ? [`${rows.refused} of ${rows.read} rows refused`] : []),
  ...(rows.conflicts > 0 ? [`${rows.conflicts} of ${rows.read} rows contradict another`] : []),
];

const isRefusal = (error: unknown): error is RejectedError | SpecError =>
  error instanceof RejectedError || error instanceof SpecError;

/** Reads a file by a spec's text, as one that was found out or one that was declared. Throws RejectedError and SpecError. */
export const readBy = async (
  trial: Omit<Trial, 'isPart'>,
  text: string,
  inferred: boolean,
): Promise<Ingested> => {
  const spec = parseSpec(text, { file: 'wattline.yaml' });
  return await ingestFile({ ...trial, spec, specSource: inferred ? 'inferred' : 'file' });
};

const refusalText = (error: RejectedError | SpecError): string => {
  if (error instanceof RejectedError) return error.message;
  const [first] = error.problems;
  return first === undefined
    ? error.message
    : `the spec would be no whole one: ${first.key} ${first.message}`;
};

/** What is tried: its words, the changes, and the column whose numbers are looked at. */
interface Tried {
  readonly label: string;
  readonly edits: readonly SpecEdit[];
  readonly column?: string;
  /** Somebody says that it is right: what comes of it is not doubted. */
  readonly declared?: boolean;
}

/** Reads a file by a spec's text with changes; an implausible reading does not fit, as in a run without a declared spec. */
export const tryEdits = async (
  trial: Trial,
  text: string,
  { label, edits, column, declared = false }: Tried,
): Promise<Choice> => {
  const folder = await mkdtemp(join(trial.folder, 'trial-'));
  try {
    const ingested = await readBy({ ...trial, folder }, editSpec(text, edits), !declared);
    const range = column === undefined ? undefined : await readingRange(ingested, column);
    const gives = [
      ...outcomeWords(outcomeOf(ingested), {
        isPart: trial.isPart,
        hasTimes: !isTimeless(ingested.plan.spec),
      }),
      ...(range === undefined ? [] : [range]),
    ];
    return { label, edits, gives, fits: true };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const message = refusalText(error);
    return { label, edits, gives: [message], fits: false };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
