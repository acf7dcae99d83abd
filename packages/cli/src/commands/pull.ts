import { withChain } from '../chain/open.ts';
import { latestVersion, pullFeatureSet } from '../chain/pull.ts';
import { print, printJson } from '../print.ts';
import { bytesText, countText } from '../text/numbers.ts';

export const pull = (
  name: string,
  options: { out: string; dataDir: string; json?: boolean },
): Promise<void> =>
  withChain(options.dataDir, async (chain) => {
    const at = name.lastIndexOf('@');
    const dataset = at > 0 ? name.slice(0, at) : name;
    const version = at > 0 ? name.slice(at + 1) : await latestVersion(chain, dataset);
    const manifest = await pullFeatureSet(chain, dataset, version, options.out);
    if (options.json === true)
      return printJson({ dataset, version, out: options.out, files: manifest.files });
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    print(
      `${dataset}@${version}: ${countText(manifest.files.length)} files, ${bytesText(bytes)}, hashes verified, in ${options.out}`,
    );
  });
