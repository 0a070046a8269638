import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';

/** The CDK's own copy of CloudFormation's resource specification, with which `cdk diff` says "will be replaced". */
const specSchema = z.object({
  schema: z.object({
    resource: z.object({
      entities: z.array(
        z.object({
          cloudFormationType: z.string(),
          properties: z.record(z.string(), z.object({ causesReplacement: z.optional(z.string()) })),
        }),
      ),
    }),
  }),
});

export type Replacing = (type: string) => readonly string[];

/** What CloudFormation replaces a resource of a type for: the properties whose update `yes` or `maybe` means a new one.
 *  @throws RangeError for a type the specification does not know */
export function serviceSpec(): Replacing {
  const folder = dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json'));
  const { schema } = specSchema.parse(
    JSON.parse(gunzipSync(readFileSync(join(folder, 'db.json.gz'))).toString('utf8')),
  );
  const types = schema.resource.entities;
  return (type) => {
    const found = types.find(({ cloudFormationType }) => cloudFormationType === type);
    if (found === undefined) throw new RangeError(`no ${type} in the CDK's service specification`);
    return Object.entries(found.properties)
      .filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no')
      .map(([name]) => name);
  };
}
