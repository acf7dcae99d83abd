import { describeWith } from '@wattline/test-tools';
import { afterAll, beforeAll, inject } from 'vitest';
import { type ComposeStack, startComposeStack } from '../support/compose-stack.ts';
import { testCommands } from './commands.ts';
import type {} from './images-setup.ts';
import { testKills } from './kills.ts';
import { testOutages } from './outages.ts';
import { testProxies } from './proxies.ts';
import { testRows } from './rows.ts';
import { testScaling } from './scaling.ts';
import { GRACE_MS, testStops } from './stops.ts';
import { testUnreadableMessages } from './unreadable-messages.ts';

const START_MS = 600_000;

describeWith('the stack in containers', { images: inject('images') }, ({ images }) => {
  let started: ComposeStack | undefined;
  const stack = (): ComposeStack => {
    if (started === undefined) throw new Error('the stack is not up');
    return started;
  };
  beforeAll(async () => {
    // Many parts, and none that is long in the hands of the dead.
    started = await startComposeStack(images, {
      WATTLINE_ROWS_PER_PART: '4000',
      WATTLINE_CUT_BYTES: '1000000',
      WATTLINE_VISIBILITY_MS: '6000',
      WATTLINE_RETRY_MS: '200',
      WATTLINE_GRACE_MS: String(GRACE_MS),
    });
  }, START_MS);
  afterAll(() => started?.down());

  testCommands(stack);
  testKills(stack);
  testStops(stack);
  testScaling(stack);
  testProxies(stack);
  testUnreadableMessages(stack);
  testRows(stack);
  testOutages(stack);
});
