// For those who have a spec, and no need of its schema.
export { isTimeless } from '@wattline/features/timeless';
