import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../testing/ingest-text.ts';

const at = (hour: number): string => new Date(Date.UTC(2024, 0, 20, hour)).toISOString().slice(0, 16);

/** A row for each hour, and again for each sixth with another note. */
const content = (again: (row: number) => number): string => {
  const lines = Array.from({ length: 96 }, (_, hour) => {
    const row = `${at(hour)},clouds,${3000 + ((hour * 37) % 500)}`;
    return hour % 6 === 0 ? [row, `${at(hour)},mist,${again(3000 + ((hour * 37) % 500))}`] : [row];
  });
  return `time,weather,vehicles\n${lines.flat().join('\n')}\n`;
};

test('rows of one time with the same numbers are one reading, and the note that differs is no series', async () => {
  const error = await rejectionOf(content((vehicles) => vehicles));
  expect(error.code).toBe('CONFLICTS_TOO_MANY');
  expect(error.message).toContain("'weather'");
});

test('rows of one time with other numbers are other series', async () => {
  const { entities } = await ingestContent(content((vehicles) => vehicles + 7)).then(({ rows }) => ({
    entities: new Set(rows.map(([, entity]) => entity)),
  }));
  expect(entities).toEqual(new Set(['clouds', 'mist']));
});
