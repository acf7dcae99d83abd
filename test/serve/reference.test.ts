import { readFileSync } from 'node:fs';
import { type PresetName, preset } from '@wattline/spec';
import { describeWith, referenceData } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import type { Generated } from './generated.ts';
import { replay } from './replay.ts';
import { seal } from './seal.ts';

const rowsOf = (path: string): Generated['rows'] => {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return { at: 0, cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])) };
  });
};

describeWith('the reference data', { 'reference data': referenceData }, ({ 'reference data': path }) => {
  test.each<PresetName>(['power-consumption', 'ray-lab'])(
    'are served as they are sealed: %s',
    async (name) => {
      const year = { rows: rowsOf(path), entities: ['all'], entity: 'entity', spec: preset(name) };
      const { pairs, differences } = replay(year, await seal(year), [Date.UTC(2018, 0, 2)]);
      expect(differences.slice(0, 5)).toEqual([]);
      expect(pairs).toBeGreaterThan(400_000);
      process.stdout.write(
        `${pairs} served values of the reference data are those that were sealed (${name})\n`,
      );
    },
  );
});
