import type { Files } from '../../lib/store/files.ts';

/** Files on a disk that may have no room: then nothing is written, and whoever writes is told. */
export function filling(files: Files, isFull: () => boolean): Files {
  const room = () => {
    if (isFull())
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return {
    ...files,
    put: async (...put) => {
      room();
      return files.put(...put);
    },
    swap: async (...swap) => {
      room();
      return files.swap(...swap);
    },
  };
}
