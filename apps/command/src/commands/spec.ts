import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingestFile } from '@wattline/engine';
import { UsageError } from '@wattline/errors';
import {
  formatSpec,
  isPresetName,
  preset,
  presetNames,
  presetText,
  type Spec,
  specJsonSchema,
} from '@wattline/spec';
import { print, printJson } from '../print.ts';

/** What ingest would work by, found out from the whole file. */
const inferredFrom = async (file: string): Promise<Spec> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-spec-'));
  try {
    const { plan } = await ingestFile({ path: file, name: file, folder });
    return plan.spec;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** `wattline spec`: a preset as it is written, comments and all, what is inferred from a file, or the JSON Schema. */
export const spec = async (
  source: string | undefined,
  options: { json?: boolean; schema?: boolean },
): Promise<void> => {
  if (options.schema === true) {
    printJson(specJsonSchema());
    return;
  }
  if (source === undefined) {
    throw new UsageError('SPEC_MISSING', 'no file and no preset is named', {
      remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
    });
  }
  if (isPresetName(source)) {
    if (options.json === true) printJson(preset(source));
    else print(presetText(source).trimEnd());
    return;
  }
  if (!existsSync(source)) {
    throw new UsageError('SPEC_MISSING', `there is no file and no preset ${source}`, {
      place: { file: source },
      remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
    });
  }
  const found = await inferredFrom(source);
  if (options.json === true) printJson(found);
  else print(formatSpec(found).trimEnd());
};
