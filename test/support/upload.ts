import { type Backend, runId } from '@wattline/worker';

/** Puts `body` under the staging folder, with a spec for its dataset where one is given. Returns the run's id. */
export const uploadText = async (
  backend: Pick<Backend, 'stores'>,
  name: string,
  body: string | Uint8Array,
  spec?: string,
): Promise<string> => {
  const { staging } = backend.stores;
  const [dataset] = name.split('/');
  if (spec !== undefined) await staging.put(`staging-directory/${dataset}/wattline.yaml`, spec);
  const { key, etag, versionId } = await staging.put(`staging-directory/${name}`, body);
  return runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) });
};
