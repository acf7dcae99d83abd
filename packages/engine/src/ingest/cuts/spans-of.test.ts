import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import '../../polars/index.ts';
import { createCutReader } from './create-cut-reader.ts';
import { spansOf } from './spans-of.ts';

const row = (index: number): string =>
  `${new Date(Date.UTC(2000, 0, 1) + index * 60_000).toISOString()},m${index % 7},"a, b",${index % 1_000}.25\n`;

test.each([
  { of: 'a text', how: undefined },
  { of: 'what a packed file holds', how: { packing: 'gz' } },
  { of: 'what a text of 16 bits holds', how: { encoding: { encoding: 'utf-16le', bom: 2 } } as const },
])('a cut of $of can be read from its spans alone, without and with a spec', async ({ how }) => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-spans-'));
  const text = Buffer.from(
    `\ufefftime,meter,note,load\n${Array.from({ length: 700_000 }, (_, index) => row(index)).join('')}`,
  );
  const path = join(folder, 'whole.csv');
  writeFileSync(path, text);
  const spec = { time: { column: 'time' }, entity: 'meter', values: { load: {} } };
  const cut = { from: 9_000_000, to: 10_000_000 };
  const { spans, known } = spansOf(cut, text.length, how);
  const part = Buffer.alloc(text.length);
  for (const { from, to } of spans) text.copy(part, from, from, to);
  // Otherwise it proves nothing.
  expect(part.equals(text)).toBe(false);
  const partPath = join(folder, 'part.csv');
  writeFileSync(partPath, part);
  for (const given of [undefined, Spec.parse(spec)]) {
    const read = async (from: string, name: string) => {
      const own = join(folder, `${name}-${given === undefined}`);
      mkdirSync(own);
      return createCutReader()({
        path: from,
        ...(how && { unpacked: { path: from, ...how } }),
        name: 'a.csv',
        folder: own,
        cut,
        known,
        ...(given && { spec: given }),
      });
    };
    const [whole, parted] = [await read(path, 'whole'), await read(partPath, 'part')];
    // Entities have their codes in the order in which Polars gives them.
    const sorted = ({ read: { entities, rows, ...rest } }: typeof whole) => {
      const { byCode, ...others } = rows;
      return {
        ...rest,
        rows: others,
        entities: Object.fromEntries(entities.map((name, i) => [name, byCode[i]])),
      };
    };
    expect(sorted(parted)).toEqual(sorted(whole));
    expect(parted.read.rows.read).toBeGreaterThan(10_000);
    const rows = async ({ files }: typeof whole): Promise<unknown[]> =>
      (await pl.scanIPC(files.rows ?? '').collect()).rows();
    expect(await rows(parted)).toEqual(await rows(whole));
  }
  // A record that goes on where nothing is known is not taken to end there.
  const begins = text.indexOf('\n', cut.from + 500) + 1 - 3;
  const open = { from: cut.from, to: begins + 5 };
  const own = join(folder, 'open');
  mkdirSync(own);
  const early = await createCutReader()({
    path: partPath,
    ...(how && { unpacked: { path: partPath, ...how } }),
    name: 'a.csv',
    folder: own,
    cut: open,
    known: open.to + 3,
  });
  expect(early.read).toMatchObject({ isRefused: true, rows: { read: 0 } });
});
