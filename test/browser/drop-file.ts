import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** Drags a file of this machine over the page and lets go, as a hand would. */
export const dropFile = async (page: Page, path: string): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const cover = page.getByText('Drop to upload');
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', x: 500, y: 500, data });
  // A hand is never still: the page may not know yet what its user may do when the first move comes.
  await until('the page offers to take the file', async () => {
    await session.send('Input.dispatchDragEvent', { type: 'dragOver', x: 500, y: 500, data });
    return cover.isVisible();
  });
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 500, y: 500, data });
  await session.detach();
};
