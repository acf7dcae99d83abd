import type { DatasetSweep } from '../chain/sweep.ts';
import { bytesText, countText } from './numbers.ts';
import { printable } from './printable.ts';

const count = (number: number, noun: string): string =>
  `${countText(number)} ${noun}${number === 1 ? '' : 's'}`;

const line = (
  { dataset, versions, readings, kept, left, isSpecWrong }: DatasetSweep,
  dryRun: boolean,
): string => {
  const bytes = versions.reduce((sum, one) => sum + one.bytes, readings.bytes);
  const stays = `${count(kept, 'version')} ${kept === 1 ? 'stays' : 'stay'}`;
  if (isSpecWrong === true) return `${dataset}: its wattline.yaml cannot be read, so everything stays`;
  if (left === 'busy' && !dryRun) return `${dataset}: a run is in flight: left for the next sweep`;
  if (versions.length === 0 && readings.files === 0) return `${dataset}: nothing to remove, ${stays}`;
  const what = `${count(versions.length, 'version')} and ${count(readings.files, 'file')} of readings`;
  const verb = dryRun
    ? 'would go'
    : left === 'out-of-time'
      ? 'are going, the rest with the next sweep'
      : 'are gone';
  return `${dataset}: ${what} ${verb}, ${bytesText(bytes)}; ${stays}`;
};

/** What a sweep removed, or would, a line a dataset. */
export const sweptText = (swept: readonly DatasetSweep[], dryRun: boolean): string =>
  swept.length === 0
    ? 'there is no dataset'
    : printable(swept)
        .map((one) => line(one, dryRun))
        .join('\n');
