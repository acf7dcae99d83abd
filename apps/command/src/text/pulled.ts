import type { KnownSetsDocument } from '@wattline/api';
import { print, printJson } from '../print.ts';
import { bytesText, countText } from './numbers.ts';

interface Pulled {
  readonly dataset: string;
  readonly version: string;
  readonly out: string;
  readonly files: readonly { readonly bytes: number }[];
}

export const printPulled = (pulled: Pulled, json: boolean): void => {
  const { dataset, version, out, files } = pulled;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (json) printJson(pulled);
  else
    print(
      `${dataset}@${version}: ${countText(files.length)} files, ${bytesText(bytes)}, hashes verified, in ${out}`,
    );
};

export const printKnown = (known: KnownSetsDocument, out: string, json: boolean): void => {
  const { dataset, version, knownAfter, rows, training, versions, encodingsLeftOut = [] } = known;
  if (json) printJson({ ...known, out });
  else
    print(
      `${dataset}@${version}, as known ${knownAfter} after each interval: ${countText(rows.known)} of ${countText(rows.all)} rows, of ${countText(versions.length)} version${versions.length === 1 ? '' : 's'}; train ${countText(training.train)}, validation ${countText(training.validation)}, test ${countText(training.test)}, in ${out}${encodingsLeftOut.length === 0 ? '' : `; without ${encodingsLeftOut.join(', ')}, since what is predicted is as it is known now`}`,
    );
};
