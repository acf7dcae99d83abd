export { inContainers } from './containers.ts';
export { localstackConfig, onLocalStack } from './localstack.ts';
