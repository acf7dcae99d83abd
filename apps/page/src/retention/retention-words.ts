import type { Retention } from '@wattline/api';
import { bytesText, countOf } from '../text/numbers.ts';

/** What `keep` says, and how many versions that is. */
export const keepWords = ({ keep, kept }: Pick<Retention, 'keep' | 'kept'>): string => {
  if (keep === 'all') return 'Every version stays, as the spec says.';
  const reasons = [
    keep.versions !== undefined && `the newest ${keep.versions}`,
    keep.days !== undefined && `those of the last ${countOf(keep.days, 'day')}`,
    'the latest',
    'what is pinned',
  ].filter((reason) => reason !== false);
  return `${countOf(kept, 'version')} ${kept === 1 ? 'stays' : 'stay'}: ${reasons.join(', ')}.`;
};

/** What a sweep would remove. */
export const removedWords = ({
  versions,
  readings,
  busy,
}: Pick<Retention, 'versions' | 'readings' | 'busy'>): string => {
  if (versions.length === 0 && readings.files === 0) return 'There is nothing to remove.';
  const bytes = versions.reduce((sum, version) => sum + version.bytes, readings.bytes);
  const files = readings.files === 0 ? '' : ` and ${countOf(readings.files, 'file')} of readings`;
  const words = `A sweep removes ${countOf(versions.length, 'version')}${files}, ${bytesText(bytes)}.`;
  return busy ? `${words} It waits for the run in flight.` : words;
};
