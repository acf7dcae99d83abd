import type { VersionPlan } from '@wattline/api';
import { bytesText, countOf, countText, durationText } from '../text/numbers.ts';

const SHOWN = 3;

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

const filesText = (keys: readonly string[], uploads: number): string => {
  if (keys.length === uploads && uploads > 1) return `all ${countText(uploads)} files`;
  const names = keys.slice(0, SHOWN).map(nameOf).join(', ');
  return keys.length > SHOWN ? `${names} and ${countText(keys.length - SHOWN)} more` : names;
};

/** What a spec would make, in sentences. */
export const planWords = (plan: VersionPlan): string[] => {
  const { changed, version, partitions, rawFiles, uploads, bytesRead, bytesWritten, ms } = plan;
  if (!changed) return [`It would make the version that is there already, ${version}.`];
  return [
    `It makes ${countOf(partitions.made, 'partition')} and takes over ${countText(partitions.carried)}, as version ${version}.`,
    `It reads ${bytesText(bytesRead)}, with ${filesText(rawFiles, uploads)} as uploaded, and writes about ${bytesText(bytesWritten)} of features.`,
    ms === undefined ? 'How long it takes is not known yet.' : `It takes about ${durationText(ms)}.`,
  ];
};
