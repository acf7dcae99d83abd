import { expect, test } from 'vitest';
import type { LogEntry } from '../dataset/dataset-log.ts';
import { entriesWith } from './entries-with.ts';

const at = '2026-01-01T00:00:00.000Z';
type Told = Partial<LogEntry> & Pick<LogEntry, 'type'>;

const of = (run: string): Told => ({ type: 'upload', run }) as Told;
const deletion = (run: string, upload?: string): Told =>
  ({ type: 'deletion', run, deletes: { upload } }) as Told;

const cases: readonly [name: string, later: readonly Told[], found: readonly number[]][] = [
  ['nothing', [], []],
  ['uploads and deletions', [of('b'), deletion('c'), of('d')], [6, 5, 4]],
  ['pins and sweeps', [{ type: 'pin' }, { type: 'sweep' }, of('b')], [6]],
  ['others that are removed', [of('b'), { type: 'removal', run: 'b' }, of('c')], [6, 4]],
  ['its own removal', [of('b'), { type: 'removal', run: 'a' }, of('c')], [4]],
  ['its own deletion', [of('b'), deletion('c', 'a'), of('d')], [4]],
  ['its own replay after that', [deletion('c', 'a'), of('a'), of('d')], [6, 5]],
  ['a beginning anew', [of('b'), { type: 'reset' }, of('c')], [4]],
  ['what was before it, again', [of('b'), { type: 'restoration', to: 2 }, of('c')], [4]],
  ['what has it, again', [{ type: 'restoration', to: 2 }, { type: 'restoration', to: 3 }, of('c')], [6]],
  [
    'what had it no more, again',
    [{ type: 'reset' }, of('b'), { type: 'restoration', to: 3 }, { type: 'restoration', to: 5 }, of('c')],
    [],
  ],
];

test.each(cases)('%s', (_, later, found) => {
  const entries = later.map((one, index) => ({ at, entry: index + 4, ...one }) as LogEntry);
  expect(entriesWith({ run: 'a', entry: 3 }, entries).map(({ entry }) => entry)).toEqual(found);
});
