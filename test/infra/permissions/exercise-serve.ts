import { checkAws } from '@wattline/backend-aws';
import type { LocalBackend } from '@wattline/bootstrap';
import { readServeConfig } from '@wattline/serve/config';
import { openServe } from '@wattline/serve/open';
import { postedName } from '@wattline/serve/posted-files';
import { storesOf, topology } from '@wattline/topology';
import { createLog, postedFolder } from '@wattline/worker';

const TOKEN = 'a-token-that-may-add-readings';

interface Answer {
  readonly version: string;
  readonly stored?: { readonly files: readonly { readonly run: string }[] };
}

/**
 * What the service that serves rows does with stores: who asks, which version is the latest, what it was made of, and to
 * keep what is posted. Returns the run that takes it.
 */
export const exerciseServe = async (view: Pick<LocalBackend, 'stores' | 'queues'>): Promise<string> => {
  await checkAws(view, { stores: storesOf(topology.services.serve), queues: [] });
  const config = readServeConfig({ WATTLINE_WRITE_TOKEN: TOKEN });
  const { app, refresh, flush } = openServe(view.stores, config, createLog('serve', 'silent'));
  const ask = async (path: string, wanted: number, body: unknown = {}, token = TOKEN) => {
    const response = await app.request(`/api/v1/datasets/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (response.status !== wanted)
      throw new Error(`${path} is answered with ${response.status}: ${await response.text()}`);
    return response.json() as Promise<Answer>;
  };
  // It is never sealed, so that it is looked into whenever that is.
  const waiting = `${postedFolder('plant')}${postedName(new Date())}`;
  await view.stores.staging.put(waiting, '[]', { contentType: 'application/json' });
  await ask('plant/rows', 401, {}, `wattline_${'0'.repeat(12)}_${'a'.repeat(43)}`);
  const { version } = await ask('plant/rows', 200);
  await ask(`plant/rows?version=${version}`, 200);
  await ask('plant/rows', 200, { readings: [{ time: '2026-03-12T00:00:00', load: '3' }] });
  await flush();
  const readings = [{ time: '2026-03-12T01:00:00', load: '4' }];
  const { stored } = await ask('plant/rows', 200, { readings, store: true });
  await ask('nothing/rows', 404);
  await ask(`plant/rows?version=${version.replaceAll(/./g, '0')}`, 404);
  await refresh();
  const [file] = stored?.files ?? [];
  if (file === undefined) throw new Error('what was posted is not stored');
  return file.run;
};
