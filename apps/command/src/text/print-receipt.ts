import type { Receipt } from '@wattline/worker';
import { log, print, printJson } from '../print.ts';
import { endingText } from './ending.ts';
import { type Place, receiptText } from './receipt.ts';

/** A run's receipt to standard output, and its error, where it has one, to standard error. */
export const printReceipt = (receipt: Receipt, { json, place }: { json: boolean; place: Place }): void => {
  if (json) printJson(receipt);
  else print(receiptText(receipt, place));
  const ending = endingText(receipt);
  if (ending !== undefined) log(ending);
};
