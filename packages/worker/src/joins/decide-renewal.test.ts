import { expect, test } from 'vitest';
import { decideRenewal, type RenewalDecision, type RenewalFacts } from './decide-renewal.ts';

const of = (dataset: string, version: string) => ({ dataset, version });

const settled: RenewalFacts = {
  joined: [of('weather', 'w1'), of('prices', 'p1')],
  latest: new Map([
    ['weather', 'w2'],
    ['prices', 'p1'],
  ]),
  isBusy: false,
  inVain: [],
  isCircular: false,
};
const renews = [of('weather', 'w2')];

const cases: readonly [name: string, facts: Partial<RenewalFacts>, decision: RenewalDecision][] = [
  ['one that it joins has another version', {}, { type: 'renew', renews }],
  [
    'both have',
    { latest: new Map([...settled.latest, ['prices', 'p2']]) },
    { type: 'renew', renews: [...renews, of('prices', 'p2')] },
  ],
  ['it has the latest', { joined: [of('weather', 'w2'), of('prices', 'p1')] }, { type: 'current' }],
  ['no version is there any more', { latest: new Map() }, { type: 'current' }],
  [
    'two joins are of one dataset, and one of them is behind',
    { joined: [of('weather', 'w2'), of('weather', 'w1')] },
    { type: 'renew', renews },
  ],
  ['it has joined something else', { joined: [of('floors', 'f1')] }, { type: 'current' }],
  ['a run of it is under way', { isBusy: true }, { type: 'busy' }],
  [
    'a run of it is under way, and it has the latest',
    { isBusy: true, joined: [of('weather', 'w2')] },
    { type: 'current' },
  ],
  ['that came to nothing', { inVain: renews }, { type: 'in-vain' }],
  ['that of a version before came to nothing', { inVain: [of('weather', 'w0')] }, { type: 'renew', renews }],
  [
    'that came to nothing, and now the other has another version too',
    { inVain: renews, latest: new Map([...settled.latest, ['prices', 'p2']]) },
    { type: 'renew', renews: [...renews, of('prices', 'p2')] },
  ],
  ['it would join itself', { isCircular: true }, { type: 'circular' }],
];

test.each(cases)('%s', (_, facts, decision) => {
  expect(decideRenewal({ ...settled, ...facts })).toEqual(decision);
});
