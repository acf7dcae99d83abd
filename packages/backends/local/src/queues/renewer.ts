import type { Renewer } from '@wattline/backend-contract';
import { openDatabase } from './database.ts';
import { prepareStatements } from './statements.ts';

export interface RenewerOptions {
  readonly path: string;
  /** The queue's name. */
  readonly name: string;
}

/** Loaded by a thread: a connection of its own to the file. */
export const openRenewer = ({ path, name }: RenewerOptions): Renewer => {
  const database = openDatabase(path);
  const { changeVisibility } = prepareStatements(database.sqlite);
  return {
    changeVisibility: async ({ id, receiptHandle: receipt }, visibilityMs) => {
      const { changes } = await database.write((now) =>
        changeVisibility.run({ queue: name, id, receipt, now, hidden: visibilityMs }),
      );
      return Number(changes) > 0;
    },
  };
};
