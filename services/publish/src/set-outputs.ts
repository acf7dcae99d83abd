import { type ManifestFile, manifestFile, type SetFile } from '@wattline/engine';
import type { featureSetPlaces, Output } from '@wattline/worker/stage';

/** Files as they are sealed. */
export interface SetOutputs {
  readonly files: readonly ManifestFile[];
  readonly outputs: readonly Output[];
}

/** Files of training rows, each with its line in the manifest. */
export const setOutputs = async (
  written: readonly SetFile[],
  places: ReturnType<typeof featureSetPlaces>,
): Promise<SetOutputs> => {
  const files: ManifestFile[] = [];
  const outputs: Output[] = [];
  for (const { path, file, rows } of written) {
    const line = await manifestFile({ file, path, rows });
    files.push(line);
    outputs.push({ ...places.file(path), path: file, sha256: line.sha256 });
  }
  return { files, outputs };
};
