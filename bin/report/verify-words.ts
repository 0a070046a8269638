import type { Verification } from '../../lib/jobs/verify.ts';

/** What came of a verification, in a sentence or two; details on lines of their own. */
export function verifyWords(found: Verification): string {
  return [`${found.permalink}`, ...verdictWords(found).map((each) => `  ${each}`)].join('\n');
}

function verdictWords(found: Verification): string[] {
  if (found.verdict === 'verified') return verifiedWords(found);
  if (found.verdict === 'not re-derivable') return lostWords(found);
  const { file, why, where, published, derived, otherwise } = found;
  return [
    `MISMATCH: ${file} ${why}`,
    ...(where === undefined ? [] : [`at ${where}: published ${published}, made again ${derived}`]),
    ...(otherwise.length === 0 || !/snapshots give/.test(why)
      ? []
      : [`${sentence(otherwise)}: install what made the report before you take it for a wrong one`]),
  ];
}

function verifiedWords(found: Extract<Verification, { verdict: 'verified' }>): string[] {
  const { by, files, otherwise } = found;
  if (by === 'bytes')
    return [
      `verified: all ${files} files made again from its snapshots, the same byte for byte`,
      ...(otherwise.length === 0 ? [] : [`although ${otherwise.join('; ')}`]),
    ];
  return [
    `verified: its ${files} files are those that were published, and all numbers of estimates.json were computed again to nine digits`,
    `not byte for byte: ${otherwise.join('; ')}`,
  ];
}

function lostWords(found: Extract<Verification, { verdict: 'not re-derivable' }>): string[] {
  const { erasedSince, missing } = found;
  const erased =
    erasedSince === 0
      ? []
      : [`${erasedSince} ${erasedSince === 1 ? 'seller was' : 'sellers were'} erased since`];
  const expired =
    missing.length === 0
      ? []
      : [`${missing.length} of the files it was made from have expired (${missing[0]})`];
  return [
    `not re-derivable: ${[...erased, ...expired].join('; ')}`,
    'its files are those that were published: their hashes fit its permalink',
  ];
}

function sentence(parts: readonly string[]): string {
  const text = parts.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
