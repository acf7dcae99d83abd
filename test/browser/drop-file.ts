import type { Page } from 'playwright-core';

/** Drags a file of this machine over the page and lets go, as a hand would. */
export const dropFile = async (page: Page, path: string): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 500, data });
  await page.getByText('Drop to upload').waitFor();
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 500, y: 500, data });
  await session.detach();
};
