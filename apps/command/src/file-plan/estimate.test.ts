import type { FileSurvey } from '@wattline/engine/preview';
import { expect, test } from 'vitest';
import { estimateRun, memoryFor, type Workers } from './estimate.ts';

/** So many times the file of `npm run bench -- --only meters`. */
const meters = (times: number): FileSurvey => ({
  ...{ kind: 'csv', decidedFrom: 'sample', bytes: times * 1.0e9, textBytes: times * 1.0e9 },
  ...{ rows: times * 10.512e6, columns: 10, values: 8, series: times * 200, interval: '1h' },
  ...{ from: '2017-01-01T00:00:00.000Z', to: '2017-12-31T23:50:00.000Z', warnings: [] },
  ...{ cuts: Math.floor(times * 14.9), spansPerCut: 24, lentBytes: 0, buckets: 16, periods: 1 },
  ...{ featureRows: times * 1.752e6, featureColumns: 50 },
  ...{ trainingFiles: 3, trainingCopies: 1 },
});
const workers = (tasks: number, more: Partial<Workers> = {}): Workers => ({
  ...{ tasks, vcpu: 2, cores: 2, rowsPerPart: 1_000_000 },
  ...more,
});

test('the file that was measured takes what it took: 22.8 s on two cores, 4 GB of disk, 1.0 GB of memory', () => {
  const { seconds, diskBytes, memoryBytes } = estimateRun({ ...meters(1), cuts: 0 }, workers(1));
  expect(seconds.machine).toBeGreaterThan(22);
  expect(seconds.machine).toBeLessThan(25);
  expect(diskBytes).toBe(4e9);
  expect(memoryBytes).toBeCloseTo(1.011e9, -7);
});

test('100 GB on 16 tasks of 2 vCPU takes what docs/scale.md says', () => {
  const { seconds, usd, cpuSeconds } = estimateRun(meters(100), workers(16));
  expect(seconds.tasks / 60).toBeGreaterThan(21);
  expect(seconds.tasks / 60).toBeLessThan(24);
  expect(seconds.alone / seconds.tasks).toBeGreaterThan(0.9);
  expect(cpuSeconds).toBeGreaterThan(3_000);
  expect(usd.requests).toBeLessThan(0.3);
  expect(usd.instancesThatStay).toBeGreaterThan(0.5);
  expect(usd.instancesThatStay).toBeLessThan(0.65);
  expect(usd.instances).toBeLessThan(0.15);
});

test('more tasks, and more cores of each, shorten what is shared, and never lengthen the rest', () => {
  const seconds = [1, 2, 4, 8, 16, 64].map((tasks) => estimateRun(meters(10), workers(tasks)).seconds);
  for (const [index, { tasks, alone }] of seconds.entries()) {
    expect(alone).toBeLessThanOrEqual(tasks);
    const before = seconds[index - 1];
    if (before !== undefined) expect(tasks - alone).toBeLessThan(before.tasks - before.alone);
  }
  const [narrow, wide] = [1, 8].map((vcpu) => estimateRun(meters(10), workers(4, { vcpu })).seconds.tasks);
  expect(wide).toBeLessThan(narrow ?? 0);
});

test('each copy of the training sets is more disk, more time of one worker, and more requests', () => {
  const [one, three] = [1, 3].map((copies) =>
    estimateRun({ ...meters(1), trainingFiles: 3 * copies, trainingCopies: copies }, workers(4)),
  );
  const bytes = one?.trainingBytes ?? 0;
  expect(bytes).toBeGreaterThan(1e8);
  expect(three?.trainingBytes).toBe(3 * bytes);
  expect(three?.diskBytes).toBe(4e9 + 2 * bytes);
  expect((three?.seconds.alone ?? 0) - (one?.seconds.alone ?? 0)).toBeCloseTo(2 * 4.9);
  expect((three?.requests.publish.puts ?? 0) - (one?.requests.publish.puts ?? 0)).toBeGreaterThan(6);
});

test('what a processor costs can be said', () => {
  const [usual, dear] = [undefined, 0.485].map(
    (vcpuHour) => estimateRun(meters(1), workers(2, { vcpuHour })).usd,
  );
  expect(dear?.instances).toBeCloseTo(10 * (usual?.instances ?? 0));
  expect(dear?.requests).toBe(usual?.requests);
});

test('memory grows to what was measured, and stays', () => {
  expect(memoryFor(100)).toBe(230e6);
  expect(memoryFor(1e6)).toBe(553e6);
  expect(memoryFor(5e6)).toBeGreaterThan(553e6);
  expect(memoryFor(1e9)).toBe(1_011e6);
});
