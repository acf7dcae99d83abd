import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kernelCounts } from './kernel-counts.ts';

const rootWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'wattline-kernel-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
};

const EVENTS = 'low 0\nhigh 4\nmax 31\noom 5\noom_kill 3\noom_group_kill 0\n';
const HOST = { 'proc/vmstat': 'nr_free_pages 1\noom_kill 9\n' };

test('in a container of cgroup v2, the container’s own counts', async () => {
  // A container of its own namespace sees itself as the root.
  const inside = await rootWith({
    ...HOST,
    'proc/self/cgroup': '0::/\n',
    'sys/fs/cgroup/memory.events': EVENTS,
  });
  expect(kernelCounts(inside)).toEqual({ kills: 3, limitMet: 5 });
  const unit = await rootWith({
    ...HOST,
    'proc/self/cgroup': '0::/system.slice/wattline.service\n',
    'sys/fs/cgroup/system.slice/wattline.service/memory.events': EVENTS,
  });
  expect(kernelCounts(unit)).toEqual({ kills: 3, limitMet: 5 });
});

test('in a container of cgroup v1, where v2 is mounted beside it without a memory controller', async () => {
  const root = await rootWith({
    ...HOST,
    'proc/self/cgroup': '4:memory:/docker/abc\n1:name=systemd:/docker/abc\n0::/docker/abc\n',
    'sys/fs/cgroup/memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
    'sys/fs/cgroup/memory/memory.failcnt': '77\n',
  });
  expect(kernelCounts(root)).toEqual({ kills: 2, limitMet: 77 });
});

test('without a container, those of the machine, which has no limit of its own; else nothing', async () => {
  const machine = await rootWith({ ...HOST, 'proc/self/cgroup': '0::/user.slice\n' });
  expect(kernelCounts(machine)).toEqual({ kills: 9, limitMet: 0 });
  expect(kernelCounts(await rootWith({}))).toEqual({ kills: 0, limitMet: 0 });
});
