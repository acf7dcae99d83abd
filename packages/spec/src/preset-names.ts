/** The presets that ship: power-consumption is correct, in two sizes; ray-lab repeats the original lab, faults included. */
export const presetNames = ['power-consumption', 'power-consumption-compact', 'ray-lab'] as const;
export type PresetName = (typeof presetNames)[number];

export const isPresetName = (name: unknown): name is PresetName =>
  presetNames.some((known) => known === name);
