import type { SpecInput } from '@wattline/spec';
import { isAmountUnit } from '../../amount-units.ts';
import type { Input } from '../../input.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { linesOf } from '../json/lines.ts';
import { openTranscoded } from '../transcoded/open-transcoded.ts';
import type { Cell } from '../transcoded/write-table.ts';
import { type NemFile, readNem } from './nem.ts';

/** A row a meter and interval: `nmi`, `time`, and for each channel its value and quality flag. */
const isRegister = (channel: string): boolean => channel.endsWith('_register');

/** Amounts of NEM12 are of the interval that begins then; those of NEM13 lie before the register was read. */
const kindOf = (
  { name, unit }: NemFile['channels'][number],
  hasRegisters: boolean,
): SpecInput['values'][string] => {
  if (isRegister(name)) return { kind: 'register', aggregate: ['mean', 'sum'] };
  return !hasRegisters && isAmountUnit(unit) ? { kind: 'total', aggregate: ['mean', 'sum'] } : {};
};

function* rowsOf({ channels, readings }: NemFile): Generator<readonly Cell[]> {
  yield ['nmi', 'time', ...channels.flatMap(({ name }) => [name, `${name}_quality`])];
  for (const { nmi, time, values } of readings) {
    const cells = channels.flatMap(({ name }) => {
      const cell = values.get(name);
      return [cell?.value, cell?.quality];
    });
    yield [nmi, time, ...cells];
  }
}

/** A NEM12 or NEM13 file as a source of rows, numbered from 1. Throws RejectedError. */
export const openNem = async (input: Input, options: OpenOptions): Promise<Source> => {
  const lines: string[] = [];
  for await (const line of linesOf(input.blocks())) lines.push(line);
  const file = readNem(lines, input.name);
  const units = file.channels.map(({ name, unit }) => `${name} in ${unit}`).join(', ');
  const source = await openTranscoded(input, options, {
    rows: rowsOf(file),
    warnings: [
      `NEM12/NEM13: ${units}, each an amount for its interval; times are market time (UTC+10), intervals named by their start; quality flags are columns`,
    ],
    firstLine: 1,
  });
  const hasRegisters = file.channels.some(({ name }) => isRegister(name));
  const quality = file.channels.map(({ name }) => `${name}_quality`);
  return {
    ...source,
    roles: {
      time: { column: 'time', format: '%Y-%m-%dT%H:%M:%S%z' },
      entity: 'nmi',
      values: Object.fromEntries(
        file.channels.map((channel) => [channel.name, kindOf(channel, hasRegisters)]),
      ),
      drop: quality,
    },
  };
};
