const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const UNITS: ReadonlySet<string> = new Set(Intl.supportedValuesOf('unit'));
const DIGITS = { maximumFractionDigits: 6 }; // a price of 12.345 is shown as that, not rounded to the cent

export function isCurrency(unit: string): boolean {
  return CURRENCIES.has(unit);
}

/** How Intl writes a unit it knows (an ISO 4217 code, `kilogram`, `percent`); undefined for the marketplace's own. */
export function unitStyle(unit: string): Intl.NumberFormatOptions | undefined {
  if (isCurrency(unit)) return { ...DIGITS, style: 'currency', currency: unit };
  if (!UNITS.has(unit)) return undefined;
  return { ...DIGITS, style: 'unit', unit, unitDisplay: unit === 'percent' ? 'short' : 'long' };
}

/** What may stand beside a typed number and mean its unit: `€`, `EUR`, `kg`, `Kilogramm`, `%`, the marketplace's own word. */
export function unitSigns(unit: string, locale: string): readonly string[] {
  const style = unitStyle(unit);
  if (style === undefined) return unit === '' ? [] : [unit];
  const percent = unit === 'percent' ? ['%', '٪', '％'] : [];
  const written = displays(unit).flatMap((display) => {
    const format = new Intl.NumberFormat(locale, { ...style, ...display });
    return [1, 2, 12].map((value) => signOf(format.formatToParts(value)));
  });
  return [...new Set([...percent, ...written])].filter((sign) => sign !== '');
}

function displays(unit: string): readonly Intl.NumberFormatOptions[] {
  if (isCurrency(unit))
    return (['symbol', 'narrowSymbol', 'code', 'name'] as const).map((currencyDisplay) => ({
      currencyDisplay,
    }));
  return (['short', 'narrow', 'long'] as const).map((unitDisplay) => ({ unitDisplay }));
}

/** Without direction marks, which nobody types. */
function signOf(parts: readonly Intl.NumberFormatPart[]): string {
  const sign = parts.filter(({ type }) => type === 'currency' || type === 'unit' || type === 'percentSign');
  return sign
    .map(({ value }) => value.replaceAll(/[\u061C\u200E\u200F]/g, ''))
    .join(' ')
    .trim();
}
