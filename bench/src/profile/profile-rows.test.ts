import { expect, test } from 'vitest';
import { profileRows } from './profile-rows.ts';

const taken = (path: string, cpuMs: number) => ({ path, cpuMs, wallMs: 2 * cpuMs });

test('a step of several processes is one, the largest is first, and all that was taken is there', () => {
  const reader = { process: '/dist/1/reader-child.js', wallMs: 9_000 };
  expect(
    profileRows([
      { process: '/bin/wattline.js', cpuMs: 1_000, wallMs: 9_000, steps: [taken('upload', 900)] },
      {
        ...reader,
        cpuMs: 3_000,
        steps: [taken('ingest › read', 2_000), taken('stage › aggregate › write', 1_000)],
      },
      { ...reader, cpuMs: 6_000, steps: [taken('stage › aggregate › write', 5_980), taken('stage', 20)] },
    ]),
  ).toEqual([
    ['aggregate › write', 'reader', '6.98', '70 %', '13.96'],
    ['ingest › read', 'reader', '2.00', '20 %', '4.00'],
    ['upload', 'command', '0.90', '9 %', '1.80'],
    ['outside of steps, with start-up', 'command', '0.10', '1 %', ''],
    ['2 smaller ones', '', '0.02', '0 %', '0.04'],
    ['all', '', '10.00', '100 %', ''],
  ]);
});
