/** Digits, and signs around them in numbers of people: 1 234,5 (12) −7 €3 40% 12- <5 3.2*. */
const dressed =
  /^[^\p{L}\d]{0,3}(?:[A-Z]{3} ?)?\d[\d.,'’\s\u{a0}\u{2007}\u{2009}\u{202f}]*[^\p{L}\d]{0,3}(?: ?\p{L}{1,4})?$/u;

/** What old C libraries write for none: 1.#INF, -1.#IND. */
const notANumber = /#(?:INF|IND|[QS]?NAN)/i;

/** Whether a cell is a number in another dress than that of programs. */
export const isDressed = (cell: string): boolean => dressed.test(cell.trim()) && !notANumber.test(cell);
