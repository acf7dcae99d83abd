import { expect, test } from 'vitest';
import { withResult } from './report.ts';
import type { Result } from './result.ts';

const work: Result = {
  title: 'Work',
  about: 'About.',
  command: 'npm run bench -- --only work',
  machine: '2 cores',
  date: '2026-01-01',
  header: ['', 'seconds'],
  rows: [['Wattline', '3.00']],
  aims: [
    { what: 'time', limit: 1.5, measured: 1.2, unit: '×' },
    { what: 'memory', limit: 2, measured: 2.5, unit: 'GB' },
    { what: 'other', limit: 2, unit: 's' },
  ],
  notes: [],
};

test('says of each aim whether it was met, and by how much', () => {
  const page = withResult('', work);
  expect(page).toContain('`npm run bench -- --only work`, 2026-01-01');
  expect(page).toContain('Machine: 2 cores.');
  expect(page).toContain('| time | ≤ 1.50 × | 1.20 × | met, by 20 % |');
  expect(page).toContain('| memory | ≤ 2.00 GB | 2.50 GB | **missed, by 25 %** |');
  expect(page).toContain('| other | ≤ 2.00 s | – | not measured |');
});

test('what was measured before stays, wherever it was measured', () => {
  const other: Result = { ...work, title: 'Other work', machine: '4 cores', aims: [] };
  const both = withResult(withResult('', work), other);
  const again = withResult(both, { ...work, date: '2026-02-02' });
  expect(again).toBe(both.replace('2026-01-01', '2026-02-02'));
  expect(again.match(/^## .*/gm)).toEqual(['## Work', '## Other work']);
});
