import { expect, test } from 'vitest';
import { decideTurn, type Turn, type TurnFacts } from './decide-turn.ts';

const alone: TurnFacts = { hasBegun: false, isReplay: false, later: [], making: undefined, awaits: false };

const cases: readonly [name: string, facts: Partial<TurnFacts>, turn: Turn][] = [
  ['nothing else is there', {}, 'begin'],
  ['it has begun, and a later one is there', { hasBegun: true, later: ['going-on'] }, 'begin'],
  ['it has begun, and so has another', { hasBegun: true, making: 'going-on' }, 'begin'],
  ['a later one is there', { later: ['going-on'] }, 'superseded'],
  ['a later one is sealed', { later: ['sealed'] }, 'superseded'],
  ['a later one is there while a version is made', { later: ['going-on'], making: 'going-on' }, 'superseded'],
  ['the later one is only joining', { later: ['joining'] }, 'begin'],
  ['the later one has ended', { later: ['ended'] }, 'begin'],
  ['the newest has ended, one before it has not', { later: ['ended', 'going-on'] }, 'superseded'],
  ['it is a replay, and a later one is there', { isReplay: true, later: ['going-on'] }, 'begin'],
  ['a version is being made', { making: 'going-on' }, 'wait'],
  ['a version is being made, and it is a replay', { isReplay: true, making: 'going-on' }, 'wait'],
  ['the version that was made is sealed', { making: 'sealed' }, 'begin'],
  ['the version that was made came to nothing', { making: 'ended' }, 'begin'],
  ['uploads of before that version are to join', { making: 'sealed', awaits: true }, 'wait'],
  [
    'it is a replay, and such uploads are to join',
    { isReplay: true, making: 'sealed', awaits: true },
    'begin',
  ],
];

test.each(cases)('%s', (_, facts, turn) => {
  expect(decideTurn({ ...alone, ...facts })).toBe(turn);
});
