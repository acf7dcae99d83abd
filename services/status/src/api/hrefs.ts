const segment = (text: string): string => encodeURIComponent(text);

const version = (dataset: string, name: string): string =>
  `/api/v1/datasets/${segment(dataset)}/versions/${segment(name)}`;

/** Addresses from the server's root, whatever signs are in the names. */
export const hrefs = {
  run: (run: string): string => `/api/v1/runs/${segment(run)}`,
  ticket: (ticket: string): string => `/api/v1/uploads/tickets/${segment(ticket)}`,
  content: (store: string, key: string): string =>
    `/api/v1/stores/${segment(store)}/content?key=${segment(key)}`,
  versionFile: (dataset: string, name: string, path: string): string =>
    `${version(dataset, name)}/files/${path.split('/').map(segment).join('/')}`,
  report: (dataset: string, name: string): string => `${version(dataset, name)}/report`,
};
