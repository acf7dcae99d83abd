import { expect, test } from 'vitest';
import { refusedBefore } from './say-behind.ts';

const refused = (run: string, key: string, other = 'meters', code = 'JOIN_NOT_SEALED') => ({
  run,
  key,
  status: 'rejected' as const,
  error: { code, message: '', remedy: '', place: { value: other }, stage: 'ingest' as const },
});
const sealed = (run: string, key: string) => ({ run, key, status: 'sealed' as const, version: 'v' });

test('a refused run is said until its file is sealed by a later one', () => {
  const said = (...runs: Parameters<typeof refusedBefore>[0]) =>
    refusedBefore(runs, 'meters').map(({ run }) => run);
  expect(said(refused('2', 'b.csv'), refused('1', 'a.csv'))).toEqual(['2', '1']);
  expect(said(sealed('3', 'a.csv'), refused('2', 'b.csv'), refused('1', 'a.csv'))).toEqual(['2']);
  // One that was sealed before is another content.
  expect(said(refused('2', 'a.csv'), sealed('1', 'a.csv'))).toEqual(['2']);
  expect(said(refused('2', 'a.csv', 'weather'), refused('1', 'b.csv', 'meters', 'NO_VALUE_COLUMN'))).toEqual(
    [],
  );
});
