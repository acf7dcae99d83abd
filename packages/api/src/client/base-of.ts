/** A server's root with its last slash; a path in front of the service's own, behind a proxy, is kept. */
export const baseOf = (server: string): URL | undefined => {
  const text = server.includes('://') ? server : `http://${server}`;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const base = new URL(text);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
};
