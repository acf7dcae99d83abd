import { createInterface } from 'node:readline/promises';

/** What somebody types at the terminal; standard output is left to results. */
export const askTerminal = async (question: string): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
};

/** Whether somebody is there to be asked. */
export const mayAsk = ({ json = false }: { readonly json?: boolean }): boolean =>
  !json && process.stdin.isTTY === true;
