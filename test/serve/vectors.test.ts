import { openTransform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { coveringSeeds } from './covering-seeds.ts';
import { generate } from './generated.ts';
import { replay } from './replay.ts';
import { seal } from './seal.ts';

const FILE = '../../packages/transform/vectors/rows.json';
/** Of one entity; so many are told apart easily, and the file stays small. */
const READINGS = 60;
const DAY = 86_400_000;

/** What the library makes of a dataset's readings, each row as it is served. */
const vectorOf = async (seed: number) => {
  const generated = await generate(seed, READINGS);
  const sealed = await seal(generated);
  const knownUntil = Math.max(...generated.rows.map(({ at }) => at)) + 2 * DAY;
  expect(replay(generated, sealed, [knownUntil]).differences).toEqual([]);
  const transform = openTransform(sealed.preprocessor);
  const cells = generated.rows.map((row) => row.cells);
  const { readings, refused } = transform.read(cells);
  const columns = { scaled: transform.columns(true), plain: transform.columns(false) };
  const rowsOf = (scaled: boolean) =>
    generated.entities.flatMap((entity) => {
      const history = transform.history({ isWhole: true });
      history.add(readings.get(entity) ?? []);
      history.knowUntil(knownUntil);
      const own = sealed.plain.filter((row) => row.entity === entity).map(({ at }) => at);
      return own
        .sort((a, b) => a - b)
        .flatMap((at) =>
          transform.rows(history, { at, scaled, entity }).map((row) => ({
            entity,
            event_timestamp: new Date(at).toISOString(),
            available_at: new Date(row.availableAt).toISOString(),
            values: row.values,
            ...(row.history && { history: row.history }),
          })),
        );
    });
  const tolerances = columns.plain
    .map((name) => [name, transform.tolerance(name, false)] as const)
    .filter(([, most]) => most > 0);
  return {
    preprocessor: sealed.preprocessor,
    readings: cells,
    knownUntil: new Date(knownUntil).toISOString(),
    refused,
    columns,
    tolerances: Object.fromEntries(tolerances),
    rows: { scaled: rowsOf(true), plain: rowsOf(false) },
  };
};

type Vector = Awaited<ReturnType<typeof vectorOf>>;

/** One line for each reading and row, so that a change shows where it is. */
const textOf = (vectors: readonly Vector[]): string => {
  const lines = (list: readonly unknown[]): string =>
    `[\n${list.map((one) => `      ${JSON.stringify(one)}`).join(',\n')}\n    ]`;
  const texts = vectors.map(
    ({ readings, refused, rows, ...rest }) =>
      `  {\n    "readings": ${lines(readings)},\n    "refused": ${lines(refused)},\n    "scaled": ${lines(rows.scaled)},\n    "plain": ${lines(rows.plain)},\n    ${JSON.stringify(rest).slice(1, -1)}\n  }`,
  );
  return `[\n${texts.join(',\n')}\n]\n`;
};

test('the vectors for ports to other languages are those of the sealed sets, and are served', async () => {
  const vectors: Vector[] = [];
  for (const seed of await coveringSeeds(READINGS)) vectors.push(await vectorOf(seed));
  expect(vectors.filter(({ rows }) => rows.plain.length === 0 || rows.scaled.length === 0)).toEqual([]);
  // npx vitest run test/serve/vectors.test.ts -u writes them.
  await expect(textOf(vectors)).toMatchFileSnapshot(FILE);
});
