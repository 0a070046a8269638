/** One line of CSV as RFC 4180 says, without its line end: quotes only where they are needed, null is empty. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return values.map(csvValue).join(',');
}

function csvValue(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
