import { REPLACED_WHEN_IDLE } from '@wattline/bootstrap';
import { topology } from '@wattline/topology';
import { expect, test } from 'vitest';
import { stackServices } from './services.ts';

test('stages give back memory by being replaced; who is asked over HTTP stays', () => {
  const replaced = stackServices()
    .filter(({ args }) => args?.includes(REPLACED_WHEN_IDLE))
    .map(({ name }) => name);
  expect(replaced).toEqual(Object.keys(topology.stages));
});
