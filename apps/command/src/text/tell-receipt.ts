import type { Receipt } from '@wattline/worker';
import { print, printJson, say } from '../print.ts';
import { errorText } from './error.ts';
import { type Place, receiptText } from './receipt.ts';

/** A run's receipt to standard output, and its error, where it has one, to standard error. */
export const tellReceipt = (receipt: Receipt, { json, place }: { json: boolean; place: Place }): void => {
  if (json) printJson(receipt);
  else print(receiptText(receipt, place));
  if (receipt.error !== undefined) say(errorText(receipt.error));
};
