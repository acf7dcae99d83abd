/** As shares and distances are told: 0.123456 → 0.1235 */
export const fourDigits = (value: number): number => Number(value.toFixed(4));
