import { sumOf, textOf } from './exact-text.ts';
import type { PassPart } from './pass-part.ts';
import { addCounts } from './spread-counts.ts';

/** The pass over the sellers of both parts: in any order, in any grouping, the same digits.
 *  @throws RangeError for parts of different passes */
export function addParts(a: PassPart, b: PassPart): PassPart {
  if (!isAlike(a, b)) throw new RangeError('addParts requires parts of the same pass');
  return {
    ...a,
    counts: a.counts && b.counts && addCounts(a.counts, b.counts),
    searches: a.searches.map(({ segment, points }, k) => ({
      segment,
      points: points.map((sums, j) => added(sums, b.searches[k]?.points[j] ?? null)),
    })),
  };
}

type Points = PassPart['searches'][number]['points'];

function isAlike(a: PassPart, b: PassPart): boolean {
  return shapeOf(a) === shapeOf(b);
}

const shapeOf = ({ pass, counts, searches }: PassPart): string =>
  JSON.stringify([pass, counts === null, searches.map(({ segment, points }) => [segment, points.length])]);

function added(a: Points[number], b: Points[number]): Points[number] {
  return a && b && a.map((text, j) => textOf(sumOf(text) + sumOf(b[j] ?? '0')));
}
