import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { reportError } from '@wattline/errors';
import { openServer, type ServerOptions } from '../server/open-server.ts';
import { mcpTools } from './tools.ts';

const INSTRUCTIONS =
  'Wattline turns uploaded time series into sealed, versioned feature sets. These tools read a running stack and change nothing. Begin with list_datasets; receipt and refused_rows say what became of an upload, changed_cells which upload and line changed a number.';

/** Answers over standard input and output until that ends. What is printed there is the protocol's alone. */
export const mcp = async (options: ServerOptions & { readonly release: string }): Promise<void> => {
  const { api } = openServer(options);
  serveStdio(() => {
    const server = new McpServer(
      { name: 'wattline', version: options.release },
      { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
    );
    for (const { name, title, description, input, answer } of mcpTools)
      server.registerTool(
        name,
        {
          title,
          description,
          inputSchema: input,
          annotations: { readOnlyHint: true, openWorldHint: false },
        },
        async (asked) => {
          try {
            return { content: [{ type: 'text', text: JSON.stringify(await answer(api, asked)) }] };
          } catch (error) {
            return { isError: true, content: [{ type: 'text', text: JSON.stringify(reportError(error)) }] };
          }
        },
      );
    return server;
  });
};
