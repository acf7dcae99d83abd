import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '@wattline/errors';
import { isPresetName, parseSpec, presetNames } from '@wattline/spec';

/** The text of `wattline.yaml` for `--spec`: a file's, checked, or two words that name a preset. */
export const specText = (fileOrPreset: string): string => {
  if (isPresetName(fileOrPreset)) return `preset: ${fileOrPreset}\n`;
  if (!existsSync(fileOrPreset)) {
    throw new UsageError('SPEC_MISSING', `there is no file and no preset ${fileOrPreset}`, {
      place: { file: fileOrPreset },
      remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
    });
  }
  const text = readFileSync(fileOrPreset, 'utf8');
  parseSpec(text, { file: fileOrPreset });
  return text;
};
