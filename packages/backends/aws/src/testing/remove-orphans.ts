import { hostname } from 'node:os';
import { getContainerRuntimeClient } from 'testcontainers';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Removes containers of test runs on this machine that were killed before they could do so. */
export const removeOrphans = async (): Promise<void> => {
  const { container } = await getContainerRuntimeClient();
  for (const { Id, Labels } of await container.list()) {
    const [host, pid] = (Labels['wattline.test.owner'] ?? '').split(':');
    if (host !== hostname() || isAlive(Number(pid))) continue;
    await container.getById(Id).remove({ force: true, v: true });
  }
};
