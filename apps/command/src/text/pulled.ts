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
