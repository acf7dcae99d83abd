import { expect, test } from 'vitest';
import { readVersion, type SealedRow } from '../serve/sealed-rows.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { makeMeters } from './sealed-meters.ts';

const SPEC = `
time: { column: timestamp }
entity: meter
values: { active_power: { aggregate: [mean, max] }, voltage: {} }
interval: 1h
lags: { by: [1h, 24h] }
rolling: { windows: [24h] }
scaling: { method: standard }
`;
/** Of each meter, the newest: what rows before look back at may lie before what is held. */
const ROWS = 2;

interface Answer {
  readonly version: string;
  readonly rows: readonly {
    readonly event_timestamp: string;
    readonly values: Readonly<Record<string, number | null>>;
    readonly history: Readonly<Record<string, string>>;
  }[];
}

export const testRows = (stack: () => ComposeStack): void => {
  const ask = async (dataset: string, body: unknown, token = stack().token): Promise<Response> => {
    const address = await stack().compose('port', 'serve', '8080');
    return fetch(`http://${address}/api/v1/datasets/${dataset}/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  };

  test('a row from the container has the bits of the sealed training row', async () => {
    const backend = stack().backend();
    const meters = await makeMeters('served', { seed: 61, meters: 3, rowsPerMeter: 3_000, spec: SPEC });
    const { version = '' } = await meters.expectSealed(backend, await meters.upload(backend));
    const { scaled } = await readVersion(backend, 'served', version, 'meter');
    const ofMeter = Map.groupBy(scaled, ({ entity }) => entity);
    expect(ofMeter.size).toBe(3);
    const compare = async (row: SealedRow): Promise<number> => {
      const at = new Date(row.at).toISOString();
      const response = await ask('served', { entity: row.entity, at });
      expect(response.status).toBe(200);
      const answer = (await response.json()) as Answer;
      const [served] = answer.rows;
      expect([answer.version, served?.event_timestamp]).toEqual([version, at]);
      const columns = Object.keys(served?.values ?? {}).filter(
        (name) => served?.history[name] === 'complete',
      );
      for (const name of columns)
        expect(served?.values[name], `${row.entity} ${at} ${name}`).toBe(row.values[name]);
      return columns.length / Object.keys(served?.values ?? {}).length;
    };
    for (const rows of ofMeter.values()) {
      const newest = rows.toSorted((a, b) => b.at - a.at).slice(0, ROWS);
      const shares: number[] = [];
      for (const row of newest) shares.push(await compare(row));
      expect(shares, 'all columns are known').toEqual(newest.map(() => 1));
    }
    expect((await ask('served', { entity: 'nobody' })).status).toBe(404);
    expect((await ask('served', {}, 'not-the-token-of-it')).status).toBe(401);
  });
};
