import type { Backend } from '@wattline/worker';
import { expect, test } from 'vitest';
import { readVersion, type SealedRow } from '../serve/sealed-rows.ts';
import type { ComposeStack } from '../support/compose-stack.ts';
import { ended } from '../support/ended.ts';
import { until } from '../support/until.ts';
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

const METERS = 3;
/** Of each meter, from the beginning of 2017 on. */
const READINGS = 3_000;
const STEP = 600_000;

interface Answer {
  readonly version: string;
  readonly stored?: { readonly rows: number; readonly files: readonly { readonly run: string }[] };
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

  const compareWithSealed = async (backend: Pick<Backend, 'stores'>, version: string): Promise<void> => {
    const { scaled } = await readVersion(backend, 'served', version);
    const ofMeter = Map.groupBy(scaled, ({ entity }) => entity);
    expect(ofMeter.size).toBe(METERS);
    const compare = async (row: SealedRow): Promise<void> => {
      const at = new Date(row.at).toISOString();
      const response = await ask('served', { entity: row.entity, at });
      expect(response.status).toBe(200);
      const answer = (await response.json()) as Answer;
      const [served] = answer.rows;
      expect([answer.version, served?.event_timestamp]).toEqual([version, at]);
      expect(new Set(Object.values(served?.history ?? {})), 'all columns are known').toEqual(
        new Set(['complete']),
      );
      for (const [name, value] of Object.entries(served?.values ?? {}))
        expect(value, `${row.entity} ${at} ${name}`).toBe(row.values[name]);
    };
    for (const rows of ofMeter.values())
      for (const row of rows.toSorted((a, b) => b.at - a.at).slice(0, ROWS)) await compare(row);
  };

  test('a row from the container has the bits of the sealed training row; what is stored is in the next version', async () => {
    const backend = stack().backend();
    const meters = await makeMeters('served', {
      seed: 61,
      meters: METERS,
      rowsPerMeter: READINGS,
      spec: SPEC,
    });
    const { version = '' } = await meters.expectSealed(backend, await meters.upload(backend));
    await compareWithSealed(backend, version);
    expect((await ask('served', { entity: 'nobody' })).status).toBe(404);
    expect((await ask('served', {}, 'not-the-token-of-it')).status).toBe(401);

    const names = [
      ...new Set((await readVersion(backend, 'served', version)).plain.map(({ entity }) => entity)),
    ];
    const readings = names.flatMap((meter) =>
      Array.from({ length: 36 }, (_, i) => ({
        timestamp: new Date(Date.UTC(2017, 0, 1) + (READINGS + i) * STEP).toISOString().slice(0, 19),
        meter,
        active_power: String(i * 1.25),
        voltage: 230 + i,
      })),
    );
    const response = await ask('served', { readings, store: true });
    const { stored } = (await response.json()) as Answer;
    expect([response.status, stored?.rows]).toEqual([200, readings.length]);
    const next = await ended(backend, stored?.files[0]?.run ?? '');
    expect({ status: next.status, error: next.error }).toEqual({ status: 'sealed', error: undefined });
    expect(next.version).not.toBe(version);
    await until('the next version is served', async () => {
      const answer = (await (await ask('served', { entity: names[0] })).json()) as Answer;
      return answer.version === next.version;
    });
    await compareWithSealed(backend, next.version ?? '');
  });
};
