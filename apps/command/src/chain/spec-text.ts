import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '@wattline/errors';
import { isPresetName, presetNames } from '@wattline/spec/preset-names';

export interface SpecText {
  readonly text: string;
  /** Undefined for a preset, which needs no check. */
  readonly file?: string;
}

/** The text of `wattline.yaml` for `--spec`, unchecked: a file's, or two words that name a preset. */
export const readSpecText = (fileOrPreset: string): SpecText => {
  if (isPresetName(fileOrPreset)) return { text: `preset: ${fileOrPreset}\n` };
  if (!existsSync(fileOrPreset)) {
    throw new UsageError('SPEC_MISSING', `there is no file and no preset ${fileOrPreset}`, {
      place: { file: fileOrPreset },
      remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
    });
  }
  return { text: readFileSync(fileOrPreset, 'utf8'), file: fileOrPreset };
};

/** The same, checked. */
export const specText = async (fileOrPreset: string): Promise<string> => {
  const { text, file } = readSpecText(fileOrPreset);
  if (file !== undefined) (await import('@wattline/spec')).parseSpec(text, { file });
  return text;
};
