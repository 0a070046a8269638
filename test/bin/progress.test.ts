import { describe, expect, it } from 'vitest';
import { Progress } from '../../bin/progress.ts';

function written(isTTY: boolean, told: (progress: Progress) => void): string {
  let text = '';
  told(
    new Progress({
      isTTY,
      write(more) {
        text += more;
      },
    }),
  );
  return text;
}

function work(progress: Progress): void {
  progress.stage('reading');
  progress.at('reading: 5 MB');
  progress.at('reading: 5 MB');
  progress.done();
  progress.done();
}

describe('progress', () => {
  it('is one line on a terminal, rewritten in place and cleared at the end', () => {
    expect(written(true, work)).toBe('\r\u001B[Kreading …\r\u001B[Kreading: 5 MB\r\u001B[K');
  });

  it('is a line a stage elsewhere', () => {
    expect(written(false, work)).toBe('reading …\n');
  });

  it('is nothing where nobody asked for it', () => {
    expect(() => work(new Progress(null))).not.toThrow();
  });
});
