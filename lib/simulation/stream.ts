import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { normalQuantile } from '../stats/normal.ts';

/** A stream of random numbers. The same seed gives the same numbers on every machine. */
export interface Stream {
  /** Uniform on (0,1). */
  uniform(): number;
  /** N(0,1). */
  normal(): number;
  /** One of a list, each equally likely. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Independent streams, one a seller: adding rounds to one seller leaves every other seller as it was.
 *  xoroshiro128+, each stream 2^64 numbers after the one before.
 *  @param seed a whole number */
export function* streams(seed: number): Generator<Stream, never> {
  const generator = xoroshiro128plus(seed);
  for (;;) {
    generator.jump();
    yield streamOf(generator.clone());
  }
}

function streamOf(generator: ReturnType<typeof xoroshiro128plus>): Stream {
  const uniform = () => uniformFloat64(generator) || 2 ** -54;
  return {
    uniform,
    normal: () => normalQuantile(uniform()),
    pick: (items) => items[Math.floor(uniform() * items.length)] ?? items[0],
  };
}
