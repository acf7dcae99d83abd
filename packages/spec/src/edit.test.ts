import { expect, test } from 'vitest';
import { answerEdits, isAnswered } from './answers.ts';
import { editSpec } from './edit.ts';
import type { ColumnRole, SpecEdit } from './edit-schema.ts';
import { parseSpec } from './parse.ts';

const base = `# mine
time:
  column: at # local
  format: "%d/%m/%Y %H:%M"
entity: meter
values:
  load: { min: 0 }
  temp: {}
drop: [note]
`;

const edited = (edits: readonly SpecEdit[], text = base) =>
  parseSpec(editSpec(text, edits), { file: 'wattline.yaml' });

const as = (column: string, role: ColumnRole, vocabulary?: string[]): SpecEdit => ({
  column,
  role,
  ...(vocabulary && { vocabulary }),
});

test('no change is no change; a change keeps what people wrote beside it', () => {
  expect(editSpec(base, [])).toBe(base);
  const text = editSpec(base, [{ path: ['time', 'zone'], value: 'Europe/Berlin' }]);
  expect(text).toContain('# mine');
  expect(text).toContain('# local');
  expect(edited([{ path: ['time', 'zone'], value: 'Europe/Berlin' }]).time.zone).toBe('Europe/Berlin');
});

test('a column has one role, and takes the place of the one before it', () => {
  expect(edited([as('note', 'time')])).toMatchObject({
    time: { column: 'note', format: 'auto' },
    drop: ['at'],
  });
  expect(edited([as('note', 'time-with')]).time).toMatchObject({ column: ['at', 'note'], format: 'auto' });
  expect(edited([as('site', 'entity')])).toMatchObject({ entity: 'site', drop: ['note', 'meter'] });
  expect(edited([as('site', 'entity-with')]).entity).toBe('meter + site');
  expect(edited([as('site', 'entity-with'), as('meter', 'ignored')]).entity).toBe('site');
  expect(edited([as('temp', 'ignored')])).toMatchObject({ values: { load: {} }, drop: ['note', 'temp'] });
  expect(edited([as('note', 'value')])).toMatchObject({ values: { load: { min: 0 }, note: {} }, drop: [] });
  expect(edited([as('note', 'category', ['on', 'off'])]).categories).toMatchObject({
    note: { vocabulary: ['on', 'off'] },
  });
  expect(edited([as('meter', 'ignored')]).entity).toBeUndefined();
  expect(edited([as('temp', 'ignored'), as('note', 'value')]).drop).toEqual(['temp']);
});

test('null takes a key away, and a path makes the maps it goes through', () => {
  expect(edited([{ path: ['values', 'load', 'min'], value: null }]).values.load?.min).toBeUndefined();
  expect(edited([{ path: ['file', 'decimal'], value: ',' }]).file).toEqual({ decimal: ',' });
  expect(edited([{ path: ['values', 'temp', 'missing'], value: ['-999'] }]).values.temp?.missing).toEqual([
    '-999',
  ]);
});

test('a spec grows from nothing, and out of a preset', () => {
  expect(edited([as('at', 'time'), as('load', 'value')], '')).toMatchObject({
    time: { column: 'at' },
    values: { load: {} },
  });
  const preset = edited([as('Humidity', 'ignored')], 'preset: power-consumption\n');
  expect(preset.values).not.toHaveProperty('Humidity');
  expect(preset.drop).toContain('Humidity');
});

test('an answer is a change at its key, however it is written', () => {
  const time = { about: 'at', key: 'time.format', candidates: ['%d/%m/%Y', '%m/%d/%Y'] };
  expect(answerEdits(time, '%m/%d/%Y')).toEqual([{ path: ['time', 'format'], value: '%m/%d/%Y' }]);
  const file = { about: 'load', key: 'file', candidates: ['decimal: ","', 'thousands: ","'] };
  expect(answerEdits(file, 'thousands: ","')).toEqual([{ path: ['file', 'thousands'], value: ',' }]);
  const dotted = { about: 'a.b', key: 'values.a.b.missing', candidates: ['["-9"]'] };
  expect(answerEdits(dotted, '["-9"]')).toEqual([{ path: ['values', 'a.b', 'missing'], value: ['-9'] }]);
});

test('a question is settled by its key or by another role of its column, and by nothing else', () => {
  const file = { about: 'load', key: 'file', candidates: ['decimal: ","', 'thousands: ","'] };
  expect(isAnswered(file, [])).toBe(false);
  expect(isAnswered(file, [{ path: ['time', 'zone'], value: 'UTC' }])).toBe(false);
  expect(isAnswered(file, [{ path: ['file', 'delimiter'], value: ';' }])).toBe(false);
  expect(isAnswered(file, [{ path: ['file', 'decimal'], value: ',' }])).toBe(true);
  expect(isAnswered(file, [{ path: ['file', 'decimal'], value: null }])).toBe(false);
  expect(isAnswered(file, [as('load', 'ignored')])).toBe(true);
  expect(isAnswered(file, [as('temp', 'ignored')])).toBe(false);
});

test('columns side by side become series, and values again', () => {
  const wide = 'time: { column: at }\nvalues: { a: {}, b: {}, c: {}, temp: { unit: C } }\ndrop: [d]\n';
  const series: SpecEdit = { series: ['a', 'b', 'c', 'd'], areSeries: true };
  expect(edited([series], wide)).toMatchObject({
    entity: 'series',
    layout: { series: { columns: ['a', 'd'], value: 'value' } },
    values: { temp: { unit: 'C' }, value: {} },
    drop: [],
  });
  const again = edited([series, { series: ['a', 'b'], areSeries: false }], wide);
  expect([again.entity, again.layout?.series, Object.keys(again.values)]).toEqual([
    undefined,
    undefined,
    ['temp', 'a', 'b'],
  ]);
  const named = `${wide.replace(/values.*/, 'values: { kw: {} }')}entity: meter\nlayout: { series: { columns: [a, b], value: kw } }\n`;
  expect(edited([series], named)).toMatchObject({
    entity: 'meter',
    layout: { series: { columns: ['a', 'd'], value: 'kw' } },
  });
});

test('keys of maps that are chosen by what they hold replace each other', () => {
  const byEntity =
    'time: { column: at, issued: i, vintage: first, zones: { entities: { A: UTC } } }\nvalues: { a: {} }\n';
  const { zones, vintage } = edited(
    [
      { path: ['time', 'zones'], value: null },
      { path: ['time', 'zones', 'column'], value: 'tz' },
      { path: ['time', 'vintage', 'lead'], value: '24h' },
    ],
    byEntity,
  ).time;
  expect([zones, vintage]).toEqual([{ column: 'tz' }, { lead: '24h' }]);
});
