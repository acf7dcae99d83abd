import type { DatasetSweep } from '../chain/sweep.ts';
import { erasedText } from './erased.ts';
import { bytesText, countText } from './numbers.ts';
import { printable } from './printable.ts';

const count = (number: number, noun: string): string =>
  `${countText(number)} ${noun}${number === 1 ? '' : 's'}`;

const line = (
  { dataset, versions, readings, kept, left, isSpecWrong }: DatasetSweep,
  dryRun: boolean,
): string => {
  const bytes = versions.reduce((sum, one) => sum + one.bytes, 0);
  const stays = `${count(kept, 'version')} ${kept === 1 ? 'stays' : 'stay'}`;
  if (isSpecWrong === true) return `${dataset}: its wattline.yaml cannot be read, so everything stays`;
  if (left === 'busy' && !dryRun) return `${dataset}: a run is in flight: left for the next sweep`;
  if (versions.length === 0 && readings.files === 0) return `${dataset}: nothing to remove, ${stays}`;
  const what = `${count(versions.length, 'version')} (${bytesText(bytes)}) and ${count(readings.files, 'file')} of readings (${bytesText(readings.bytes)})`;
  const verb = dryRun
    ? 'would go'
    : left === 'out-of-time'
      ? 'are going, the rest with the next sweep'
      : 'are gone';
  return `${dataset}: ${what} ${verb}; ${stays}`;
};

const kinds = {
  work: 'work files',
  quarantine: 'refused rows',
  audit: 'record of changes',
  'attempt-logs': 'logs of attempts',
  'old-uploads': 'overwritten and deleted raw uploads',
} as const;

/** What a dataset has of what goes by its age. */
const agedLines = ({ aged = [] }: DatasetSweep, dryRun: boolean): string[] =>
  aged.map(
    ({ kind, files, bytes }) =>
      `  ${kinds[kind]}: ${count(files, 'file')} ${dryRun ? 'would go' : 'gone'}, ${bytesText(bytes)}`,
  );

/** What a sweep removed, or would, by dataset and kind. */
export const sweptText = (swept: readonly DatasetSweep[], dryRun: boolean): string =>
  swept.length === 0
    ? 'there is no dataset'
    : printable(swept)
        .flatMap((one) => [
          ...(one.erased ?? []).map(erasedText),
          line(one, dryRun),
          ...agedLines(one, dryRun),
        ])
        .join('\n');
