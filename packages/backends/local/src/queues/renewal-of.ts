import type { RenewalInThread } from '@wattline/backend-contract';
import type { RenewerOptions } from './renewer.ts';

/** How a thread renews deliveries of a queue in the file. */
export const renewalOf = (options: RenewerOptions): RenewalInThread => ({
  module: new URL('./renewer.ts', import.meta.url).href,
  options,
});
