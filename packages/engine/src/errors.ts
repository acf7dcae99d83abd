export { type Place, RejectedError } from '@wattline/errors';
