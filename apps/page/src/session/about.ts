import { signal } from '@preact/signals';
import type { About } from '@wattline/api';

/** What the service says of itself; absent until it has. */
export const about = signal<About | undefined>(undefined);

export const mayWrite = (): boolean => about.value?.auth.mayWrite ?? false;
