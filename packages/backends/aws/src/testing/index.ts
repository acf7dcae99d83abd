export { localstackConfig, onLocalStack } from './localstack.ts';
