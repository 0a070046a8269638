import { describe } from 'vitest';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { filesContract } from './files-contract.ts';

const files = memoryFiles();

describe('files in memory', () => {
  filesContract(() => files);
});
