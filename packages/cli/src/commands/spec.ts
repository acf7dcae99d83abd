import { existsSync } from 'node:fs';
import { inferSpec } from '@wattline/engine';
import { UsageError } from '@wattline/errors';
import { formatSpec, isPresetName, preset, presetNames, type Spec } from '@wattline/spec';
import { print, printJson } from '../print.ts';

const specOf = async (source: string): Promise<Spec> => {
  if (isPresetName(source)) return preset(source);
  if (existsSync(source)) return inferSpec({ path: source, name: source });
  throw new UsageError('SPEC_MISSING', `there is no file and no preset ${source}`, {
    place: { file: source },
    remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
  });
};

export const spec = async (source: string, options: { json?: boolean }): Promise<void> => {
  const found = await specOf(source);
  if (options.json === true) printJson(found);
  else print(formatSpec(found).trimEnd());
};
