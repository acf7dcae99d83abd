import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { REFERENCE, type Router, requireAccess } from '@wattline/http';
import { VERSION } from '../version.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wattline API</title>
<link rel="stylesheet" href="/api/v1/reference/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/api/v1/reference/swagger-ui-bundle.js"></script>
<script src="/api/v1/reference/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#reference', deepLinking: true });
`;

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** Built, as the page is. */
const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../dist/reference/${name}`, import.meta.url));

/** `/openapi.json`, made of the routes that `api` has by now, and `/reference`, which shows it. */
export const describeApi = (api: Router, asksForToken: boolean): void => {
  if (asksForToken)
    api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  // Made when it is first asked for, which is rare: a tenth of a second that no start waits for.
  const describe = (): string =>
    JSON.stringify(
      api.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Wattline',
          version: VERSION,
          description:
            'Uploads, runs, sealed feature sets, queues and fleet of one Wattline stack. Failures are application/problem+json (RFC 9457) with a code, the place and a remedy.',
          license: { name: 'Apache-2.0' },
        },
        servers: [{ url: '/api/v1' }],
        ...(asksForToken && { security: [{ token: [] }] }),
      }),
    );
  let document: string | undefined;
  // What describes the API is in the source code anyway.
  const open = requireAccess('open');
  api.get('/openapi.json', open, (context) => {
    context.header('content-type', 'application/json');
    document ??= describe();
    return context.body(document);
  });
  api.get('/reference', open, (context) => {
    context.header('content-security-policy', REFERENCE);
    return context.html(PAGE);
  });
  api.get('/reference/start.js', open, (context) => {
    context.header('content-type', 'text/javascript; charset=utf-8');
    return context.body(START);
  });
  for (const [name, type] of Object.entries(files)) {
    api.get(`/reference/${name}`, open, async (context) => {
      context.header('content-type', type);
      return context.body(await readFile(fileOf(name)));
    });
  }
};
