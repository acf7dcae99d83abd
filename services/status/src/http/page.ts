import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { PAGE, type RequestEnv, requireAccess } from '@wattline/http';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

const UNBUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Wattline</title>
<h1>The page is not built</h1>
<p>Build it with <code>npm run build</code>, then load this page again. The API is here already: <a href="/api/v1/reference">reference</a>.</p>
</html>
`;

/** Vite names these by their content: they never change. */
const isHashed = (path: string): boolean => path.startsWith('/assets/');

const pageHeaders = (): MiddlewareHandler<RequestEnv> => async (context, next) => {
  await next();
  const { headers, ok } = context.res;
  if (headers.get('content-security-policy') === null) headers.set('content-security-policy', PAGE);
  if (headers.get('cache-control') === null)
    headers.set(
      'cache-control',
      ok && isHashed(context.req.path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
};

/** The page's own addresses name no file. */
const isPagePath = (path: string): boolean =>
  !path.startsWith('/api/') && !path.slice(path.lastIndexOf('/')).includes('.');

/** Page middleware must not change the API's answers, which pass here if no route matches. */
const besidesApi =
  (work: MiddlewareHandler): MiddlewareHandler =>
  (context, next) =>
    context.req.path.startsWith('/api/') ? next() : work(context, next);

/** The built page's files, and its `index.html` for each of its own addresses. */
export const servePage = (app: Hono<RequestEnv>, folder: string): void => {
  let files: MiddlewareHandler<RequestEnv> | undefined;
  const index = async (context: Context<RequestEnv>): Promise<Response> => {
    const file = join(folder, 'index.html');
    return existsSync(file) ? context.html(await readFile(file, 'utf8')) : context.html(UNBUILT, 503);
  };
  app.get(
    '*',
    requireAccess('open'),
    besidesApi(pageHeaders()),
    besidesApi(compress()),
    async (context, next) => {
      const { path } = context.req;
      if (isPagePath(path)) return index(context);
      if (path.startsWith('/api/') || !existsSync(folder)) return next();
      files ??= serveStatic<RequestEnv>({ root: folder });
      return files(context, next);
    },
  );
};
