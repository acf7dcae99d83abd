import { lookFor, type Tool } from '@wattline/test-tools/look-for';
import { getContainerRuntimeClient } from 'testcontainers';

// Tests end their own containers: the image that would do it for them need not be there.
process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';

const connect = async (): Promise<string> => {
  try {
    const { info } = await getContainerRuntimeClient();
    return info.containerRuntime.host;
  } catch (cause) {
    throw new Error('Docker is not running: start it to run these tests too', { cause });
  }
};

/** Where Docker's containers can be reached. */
export const findDocker = (): Promise<Tool> => lookFor(connect);
