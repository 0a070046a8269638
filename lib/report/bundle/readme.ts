import type { Estimates } from '../../trust/estimates.ts';
import { restsOn } from '../kept-words.ts';
import type { Described } from './codebook.ts';
import type { Download } from './downloads.ts';

export interface Readme {
  readonly title: string;
  readonly estimates: Pick<Estimates, 'asOf' | 'fittedAt' | 'level' | 'sample' | 'dynamics'>;
  readonly downloads: readonly Download[];
  readonly tables: readonly Described[];
  /** Folder of the tenant's reports of the period; null: the bundle is of a file and not published. */
  readonly place: string | null;
}

/** `README.md`: what somebody needs who opens the folder in a notebook. */
export function readmeText({ title, estimates, downloads, tables, place }: Readme): string {
  const { asOf, level } = estimates;
  const rests = restsOn(estimates);
  const partly = rests === '' ? '' : ` ${rests}`;
  return `# ${title}: data

Data as they were known at ${asOf}. \`report.html\` is the report for readers; these are its numbers.${partly}

## Files

${downloads.map(({ name, also = [], what }) => `- ${[name, ...also].map(code).join(', ')}: ${what}`).join('\n')}

## Load

Parquet keeps types: numbers are numbers, what is not known is null. CSV is RFC 4180 in UTF-8.

\`\`\`python
import pandas as pd
trust = pd.read_parquet("trust.parquet")  # or pd.read_csv("trust.csv", keep_default_na=False, na_values=[""])
print(trust.loc[trust["measure"] == "now", ["recommender", "estimate", "lower", "upper", "n"]])
\`\`\`

\`\`\`r
trust <- read.csv("trust.csv", na.strings = "", encoding = "UTF-8") # or arrow::read_parquet("trust.parquet")
print(subset(trust, measure == "now", c(recommender, estimate, lower, upper, n)))
\`\`\`

\`\`\`sql
-- DuckDB, in this folder
SELECT recommender, estimate, lower, upper, n FROM 'trust.parquet' WHERE measure = 'now';
SELECT period, recommender, mean FROM read_csv('evolution.csv', header = true) ORDER BY recommender, period;
\`\`\`

Rows are long: one number a row, \`measure\` says which, \`unit\` in what, \`definition\` by which version of a definition. Text in a CSV that a
spreadsheet would take for a formula has a \`'\` before it; in Parquet it stands as it is.

## Columns

${tables.map(({ name, columns }) => `- \`${name}\`: ${columns.map((column) => column.name).join(', ')}`).join('\n')}

\`codebook.csv\` has type, unit, range, meaning and definition of each, and of each measure.

## Nulls

A null is a number that cannot be told, never a zero; \`reason\`, where a table has it, says why. A \`reason\` beside a number says why it is weak.
A null \`recommender\` is all together.

## Intervals

- \`lower\`, \`upper\`: ${level * 100} %, for this look alone.
- \`anytime_lower\`, \`anytime_upper\`: for all reports of a series together. What is repeated every week is judged by these.
- \`familywise_lower\`, \`familywise_upper\`: for all processes of the report together.
- \`stated_bounds\` in \`trust\`: no interval but bounds, whatever those who did not answer would have said.

## Cite

${citation(place, asOf)} \`methods.json\` holds the SHA-256 of every file here but itself, of the rounds they rest on, and the version of each
definition, question and model. Numbers of two reports compare where these are the same.

## Privacy

${privacy(place)}
`;
}

const code = (name: string): string => `\`${name}\``;

function citation(place: string | null, asOf: string): string {
  if (place === null) return `Name the file that was analysed, the instant ${asOf} and the code version.`;
  return `Name the folder, \`${place}/<hash>\`: the hash is of the names and contents of all its files, and what it names never changes.`;
}

const privacy = (place: string | null): string =>
  place === null
    ? 'This folder is for whoever ran the analysis: `sellers.*` holds single sellers, and small groups are not withheld from the data. Only `report.html` withholds them.'
    : 'Aggregates only: nothing here is of a single seller, and what is told of fewer than five sellers is withheld, with what would give it away.';
