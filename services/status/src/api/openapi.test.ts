import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';

test('the reference is served whole by the service itself', async () => {
  const { app } = await openTestStatus({ stages: [] });
  const page = await (await app.request('/api/v1/reference')).text();
  const files = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(files).toHaveLength(3);
  for (const path of files) {
    const response = await app.request(path);
    expect([path, response.status]).toEqual([path, 200]);
    expect((await response.text()).length).toBeGreaterThan(50);
  }
});
