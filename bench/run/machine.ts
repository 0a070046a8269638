import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';

const PACKAGES = ['@aws-sdk/client-dynamodb', '@dynoxide/linux-x64', 'aws-cdk-lib', 'esbuild', 'zod'];
const PYTHON = 'import numpy, scipy; print("numpy", numpy.__version__, "SciPy", scipy.__version__)';
const DEBIAN =
  'import numba, sklearn; print("numba", numba.__version__, "scikit-learn", sklearn.__version__)';
const R = 'cat(paste0("R ", getRversion(), ", TMB ", packageVersion("TMB")))';

/** What ratios were measured on, in one line. */
export function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${cpus().length} cores (${first?.model.trim()}), ${arch()}, ${memory}, ${platform()}; load ${load()}`;
}

export const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

/** Versions of everything a ratio depends on; a program that is not here is said to be so. */
export function versions(): string {
  const own = PACKAGES.map((name) => `${name} ${versionOf(name)}`);
  const programs = [
    told(process.env['PYTHON'] ?? 'python3', ['-c', PYTHON]),
    told('/usr/bin/python3', ['-c', DEBIAN]),
    told('Rscript', ['-e', R]),
  ];
  return [`Node ${process.version}`, ...own, ...programs].join(', ');
}

function versionOf(name: string): string {
  try {
    const text = readFileSync(join('node_modules', name, 'package.json'), 'utf8');
    return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
  } catch {
    return 'not here';
  }
}

function told(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return `${command} with what it needs: not here`;
  }
}
