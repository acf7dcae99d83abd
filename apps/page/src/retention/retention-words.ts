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

const kinds: Readonly<Record<string, string>> = {
  work: 'work files',
  quarantine: 'refused rows',
  audit: 'record of changes',
  'attempt-logs': 'logs of attempts',
  'old-uploads': 'overwritten and deleted raw uploads',
};

type Removable = Pick<Retention, 'versions' | 'readings' | 'aged'>;

/** Whether a sweep would find anything to remove. */
export const isRemovable = ({ versions, readings, aged = [] }: Removable): boolean =>
  versions.length > 0 || readings.files > 0 || aged.some(({ files }) => files > 0);

/** What goes by its age, each with its bytes. */
const agedWords = (aged: Retention['aged'] = []): string[] =>
  aged
    .filter(({ files }) => files > 0)
    .map(
      ({ kind, files, bytes }) => `${countOf(files, 'file')} of ${kinds[kind] ?? kind}, ${bytesText(bytes)}`,
    );

/** What a sweep would remove, and what that frees. */
export const removedWords = (retention: Removable & Pick<Retention, 'busy'>): string => {
  const { versions, readings, aged, busy } = retention;
  if (!isRemovable(retention)) return 'There is nothing to remove.';
  const bytes = versions.reduce((sum, version) => sum + version.bytes, readings.bytes);
  const files = readings.files === 0 ? '' : ` and ${countOf(readings.files, 'file')} of readings`;
  const wholes =
    versions.length === 0 && readings.files === 0
      ? []
      : [`${countOf(versions.length, 'version')}${files}, ${bytesText(bytes)}`];
  const words = `A sweep removes ${[...wholes, ...agedWords(aged)].join('; ')}.`;
  return busy ? `${words} It waits for the run in flight.` : words;
};
