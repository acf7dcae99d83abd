import { styleText } from 'node:util';
import type { Receipt, StageReceipt } from '@wattline/worker';
import { readFindings } from '../chain/findings.ts';
import { deletionText } from './deletion.ts';
import { driftText } from './drift.ts';
import { fitText } from './fit.ts';
import { foldLines } from './folds.ts';
import { countText, durationText } from './numbers.ts';
import { printable } from './printable.ts';
import { redundantText } from './redundant.ts';
import { renewsText } from './renews.ts';
import { tableText } from './table.ts';

interface ShownStage extends Pick<StageReceipt, 'stage' | 'status' | 'attempts'> {
  readonly ms?: number | undefined;
  readonly parts: readonly { readonly status: string }[];
}

/** What of a receipt is shown, wherever it comes from. */
export interface ShownReceipt extends Omit<Receipt, 'upload' | 'outputs' | 'error' | 'stages'> {
  readonly upload: Pick<Receipt['upload'], 'key' | 'at'>;
  readonly stages: readonly ShownStage[];
}

const mark = { waiting: '·', running: '…', done: '✓', failed: '✗', rejected: '✗' } as const;

const stageText = ({ stage, status, parts, attempts, ms }: ShownStage): string => {
  const notes = [
    ms === undefined ? undefined : durationText(ms),
    parts.length > 1
      ? `${parts.filter((part) => part.status === 'done').length}/${parts.length} parts`
      : undefined,
    attempts > parts.length ? `${attempts} attempts` : undefined,
  ].filter((note) => note !== undefined);
  return `${mark[status]} ${stage}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
};

/** The stages of a run on one line. */
const stagesText = (receipt: ShownReceipt): string => receipt.stages.map(stageText).join('  →  ');

const colour = {
  waiting: 'gray',
  running: 'cyan',
  sealed: 'green',
  superseded: 'green',
  rejected: 'red',
  failed: 'red',
  cancelled: 'yellow',
} as const;

const reasonsText = (reasons: Readonly<Record<string, number>>): string =>
  Object.entries(reasons)
    .map(([code, rows]) => `${code} ${countText(rows)}`)
    .join(', ');

/** Where a user finds a stored object. */
export type Place = (store: 'features' | 'models' | 'results', key: string) => string;

const grownText = (grown: { readonly uploads: number; readonly changed: boolean } | undefined): string => {
  if (grown === undefined || (grown.uploads === 1 && grown.changed)) return '';
  const uploads = grown.uploads === 1 ? '1 upload' : `${countText(grown.uploads)} uploads together`;
  return ` (${uploads}${grown.changed ? '' : '; nothing changed by this one'})`;
};

/** One run for people: what came in, what came out, where it is. */
export const receiptText = (raw: ShownReceipt, place: Place): string => {
  const receipt = printable(raw);
  const { rows, spec, features, files, reasons, warnings, quarantine, grown, deletion, joined } =
    readFindings(receipt);
  const lines: string[][] = [
    ['run', receipt.run + (receipt.replay === 0 ? '' : ` (replay ${receipt.replay})`)],
    ['dataset', receipt.dataset + grownText(grown)],
    ['status', styleText(colour[receipt.status], receipt.status)],
    ['upload', `${receipt.upload.key} (${receipt.upload.at})`],
  ];
  if (receipt.renews !== undefined) lines.push(['renewed', `because ${renewsText(receipt.renews)}`]);
  if (deletion !== undefined) lines.push(['deleted', deletionText(deletion)]);
  else if (rows !== undefined) {
    const refused =
      rows.refused === 0 ? '' : `, ${countText(rows.refused)} refused (${reasonsText(reasons)})`;
    const repeated =
      rows.exactDuplicates === 0 ? '' : `, ${countText(rows.exactDuplicates)} exact duplicates`;
    const conflicts = rows.conflicts === 0 ? '' : `, ${countText(rows.conflicts)} conflicting`;
    lines.push([
      'readings',
      `${countText(rows.read)} read, ${countText(rows.accepted)} accepted${refused}${repeated}${conflicts}`,
    ]);
  }
  if (spec !== undefined) lines.push(['spec', spec]);
  if (quarantine !== undefined) lines.push(['quarantine', place('results', quarantine)]);
  for (const { join, dataset, version } of joined)
    lines.push(['joined', `${join === dataset ? '' : `${join}: `}version ${version} of ${dataset}`]);
  if (features !== undefined)
    lines.push(['features', `${countText(features.rows)} rows × ${countText(features.columns)} columns`]);
  if (features?.warmup !== undefined)
    lines.push(['warm-up', `${countText(features.warmup)} first rows without all of their history dropped`]);
  for (const { horizon, train, validation, test } of features?.horizons ?? [])
    lines.push([
      `${horizon} ahead`,
      `train ${countText(train)}, validation ${countText(validation)}, test ${countText(test)} rows`,
    ]);
  lines.push(...foldLines(features?.folds ?? []));
  const encoded = features?.encodings ?? [];
  if (encoded.length > 0)
    lines.push([
      'encodings',
      encoded.map(({ name, words }) => `${name} (${countText(words)} words)`).join(', '),
    ]);
  if (receipt.supersededBy !== undefined)
    lines.push(['made by', `run ${receipt.supersededBy.run}, together with later uploads`]);
  if (features?.fit !== undefined) lines.push(['scaler', fitText(features.fit)]);
  if (features?.drift !== undefined) lines.push(['drift', driftText(features.drift)]);
  const redundant = features?.redundant;
  if (redundant !== undefined && redundant.count > 0) lines.push(['redundant', redundantText(redundant)]);
  if (receipt.version !== undefined) lines.push(['version', receipt.version]);
  if (files !== undefined) {
    lines.push(['feature set', place('features', files.features)]);
    lines.push(['training sets', place('models', files.training)]);
    lines.push(['preprocessor', place('models', files.preprocessor)]);
    lines.push(['profile', place('results', files.profile)]);
    lines.push(['report', place('results', files.report)]);
  }
  lines.push(['stages', stagesText(receipt)]);
  if (receipt.ms !== undefined && receipt.status === 'sealed')
    lines.push([
      'time',
      `${durationText(receipt.ms)} from ${receipt.replay === 0 ? 'upload' : 'replay'} to seal`,
    ]);
  for (const warning of warnings) lines.push(['warning', warning]);
  return tableText(lines);
};
