import type { Stream } from './stream.ts';

/** Invented wares, plainly so: no brand, no person. */
interface Ware {
  readonly ware: string;
  readonly materials: readonly [string, ...string[]];
}
const WARES: readonly [Ware, ...Ware[]] = [
  { ware: 'kettle, 1.7 l', materials: ['Enamel', 'Steel', 'Copper'] },
  { ware: 'chopping board, 40 cm', materials: ['Oak', 'Bamboo', 'Beech'] },
  { ware: 'storage jar, 750 ml', materials: ['Glass', 'Stoneware', 'Cork-lid'] },
  { ware: 'desk lamp', materials: ['Steel', 'Ash', 'Brass'] },
  { ware: 'serving tray', materials: ['Oak', 'Enamel', 'Bamboo'] },
  { ware: 'plant pot, 18 cm', materials: ['Stoneware', 'Terracotta', 'Concrete'] },
  { ware: 'doormat, 60 x 40 cm', materials: ['Coir', 'Wool', 'Rubber'] },
  { ware: 'picture frame, A4', materials: ['Oak', 'Ash', 'Brass'] },
  { ware: 'bread bin', materials: ['Enamel', 'Bamboo', 'Steel'] },
  { ware: 'watering can, 2 l', materials: ['Copper', 'Steel', 'Enamel'] },
  { ware: 'bath mat', materials: ['Cotton', 'Cork', 'Linen'] },
];
const COLOURS = ['blue', 'green', 'grey', 'sand', 'white', 'ochre'] as const;

export function wareTitle(stream: Stream): string {
  const { ware, materials } = stream.pick(WARES);
  return `${stream.pick(materials)} ${ware}, ${stream.pick(COLOURS)}`;
}

const REASONS: Readonly<Record<'more' | 'less' | 'dearer' | 'cheaper', readonly [string, ...string[]]>> = {
  more: [
    'Sales of the last four weeks ran above plan.',
    'Stock lasts for about nine days at the present pace.',
    'Searches for this product have risen since last month.',
    'The season for this product begins in three weeks.',
  ],
  less: [
    'Sales of the last four weeks ran below plan.',
    'Stock lasts for more than ten weeks at the present pace.',
    'Searches for this product have fallen since last month.',
    'The season for this product is ending.',
  ],
  dearer: [
    'Similar offers sell at a higher price.',
    'Stock is low and demand is steady.',
    'Sales did not fall after the last price rise.',
  ],
  cheaper: [
    'Similar offers were cut in the last two weeks.',
    'Views have held, purchases have fallen.',
    'Stock is high for the season.',
  ],
};

/** One or two reasons that point the way the recommendation points. */
export function reasonsFor(
  recommender: string,
  plan: number,
  recommended: number,
  stream: Stream,
): readonly string[] {
  const up = recommended > plan;
  const words = recommender === 'pricing' ? (['cheaper', 'dearer'] as const) : (['less', 'more'] as const);
  const list = REASONS[words[up ? 1 : 0]];
  const first = stream.pick(list);
  const second = stream.pick(list);
  return first === second ? [first] : [first, second];
}

export const REGIONS = ['north', 'south', 'east', 'west'] as const;
export const SIZES = ['small', 'small', 'small', 'medium', 'medium', 'large'] as const;
