import type { VersionPlan } from '@wattline/worker';
import { bytesText, countText, durationText } from './numbers.ts';
import { printable } from './printable.ts';
import { tableText } from './table.ts';

const PREFIX = 'staging-directory/';

/** What a spec would make of a dataset. */
export const planText = (raw: VersionPlan): string => {
  const { dataset, version, changed, uploads, partitions, rawFiles, bytesRead, bytesWritten, ms, warnings } =
    printable(raw);
  if (!changed) return `${dataset}: version ${version}, as it is: this spec changes nothing`;
  const files = rawFiles.map((key) => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key));
  const lines = [
    ['dataset', `${dataset} (${countText(uploads)} ${uploads === 1 ? 'upload' : 'uploads'})`],
    ['version', version],
    [
      'partitions',
      `${countText(partitions.made)} to make, ${countText(partitions.carried)} taken over as they are`,
    ],
    [
      'raw files',
      `${files.length === uploads ? 'all' : countText(files.length)} read again: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''}`,
    ],
    ['bytes', `${bytesText(bytesRead)} to read, about ${bytesText(bytesWritten)} of features to write`],
    ['time', ms === undefined ? 'not known: no run of before says' : `about ${durationText(ms)}`],
    ...warnings.map((warning) => ['warning', warning]),
  ];
  return tableText(lines);
};

/** How a plan is put into effect. */
export const applyText = ({ dataset }: VersionPlan, spec: string | undefined): string =>
  `nothing is changed yet; make it with: wattline plan ${printable(dataset)}${spec === undefined ? '' : ` --spec ${spec}`} --apply`;
