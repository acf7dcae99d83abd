export { findDocker } from './find-docker.ts';
export { LOCALSTACK_IMAGE, startLocalStack } from './localstack-container.ts';
