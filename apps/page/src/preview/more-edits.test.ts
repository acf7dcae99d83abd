import type { PreviewColumn } from '@wattline/api';
import { expect, test } from 'vitest';
import { issuedEdits, seriesEdits, vintageChoice, vintageEdits, zoneEdits } from './more-edits.ts';

const column = (name: string): PreviewColumn => ({
  name,
  kind: 'numeric',
  role: 'value',
  examples: [],
  hasFewWords: false,
});
const columns = ['at', 'a', 'b', 'c'].map(column);

test('a column of zones takes the place of zones by series, and goes again', () => {
  const gone = { path: ['time', 'zones'], value: null };
  expect(zoneEdits('tz')).toEqual([gone, { path: ['time', 'zones', 'column'], value: 'tz' }]);
  expect(zoneEdits(null)).toEqual([gone]);
});

test('a vintage is chosen by its issue, by a lead too, and goes with it', () => {
  expect(issuedEdits('issued')).toEqual([{ path: ['time', 'issued'], value: 'issued' }]);
  expect(issuedEdits(null)).toEqual([
    { path: ['time', 'issued'], value: null },
    { path: ['time', 'vintage'], value: null },
  ]);
  expect(vintageEdits('first')).toEqual([{ path: ['time', 'vintage'], value: 'first' }]);
  expect(vintageEdits('lead')).toEqual([{ path: ['time', 'vintage', 'lead'], value: '24h' }]);
  expect([undefined, 'latest', 'first', '36h'].map(vintageChoice)).toEqual([
    'latest',
    'latest',
    'first',
    'lead',
  ]);
});

test('columns from one to another are series, in whichever order they are named; others take their place', () => {
  const ab = { series: ['a', 'b'], areSeries: true };
  expect(seriesEdits(columns, undefined, ['b', 'a'])).toEqual([ab]);
  const valuesAgain = { series: ['a', 'b'], areSeries: false };
  expect(seriesEdits(columns, ['a', 'b'], ['b', 'c'])).toEqual([
    valuesAgain,
    { series: ['b', 'c'], areSeries: true },
  ]);
  expect(seriesEdits(columns, ['a', 'b'], undefined)).toEqual([valuesAgain]);
  expect(seriesEdits(columns, undefined, ['a', 'a'])).toEqual([]);
});
