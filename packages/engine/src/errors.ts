export { type Place, RejectedError, withFacts } from '@wattline/errors';
