import { readFileSync } from 'node:fs';
import { loadYaml } from './load-yaml.ts';
import type { PresetName } from './preset-names.ts';
import { Spec } from './schema.ts';

/** A preset's own text, with its comments. */
export const presetText = (name: PresetName): string =>
  readFileSync(new URL(`../presets/${name}.yaml`, import.meta.url), 'utf8');

/** A preset as it is written, before defaults. */
export const presetInput = (name: PresetName): unknown => loadYaml().parse(presetText(name));

/** A preset, whole. */
export const preset = (name: PresetName): Spec => Spec.parse(presetInput(name));
