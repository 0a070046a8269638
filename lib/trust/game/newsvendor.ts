/** Critical fractile of the newsvendor: the best quantity is this quantile of demand.
 *      q = Cu / (Cu + Co)
 *  Arrow, Harris & Marschak (1951), Econometrica 19, 250-272.
 *  @param underage Cu, what one unit too few costs, > 0
 *  @param overage Co, what one unit too many costs, > 0
 *  @throws RangeError unless both costs are positive */
export function criticalFractile(underage: number, overage: number): number {
  if (!(underage > 0 && overage > 0)) throw new RangeError('criticalFractile requires positive costs');
  return underage / (underage + overage);
}
