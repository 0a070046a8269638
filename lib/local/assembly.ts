import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, isObject, object, parseObject, text } from './json.ts';

/** One synthesised stack: its template and the folders of its bundled assets, by the key they are published under. */
export interface Stack {
  readonly name: string;
  readonly template: JsonObject;
  readonly assets: ReadonlyMap<string, string>;
}

export interface Resource {
  readonly id: string; // logical id
  readonly type: string;
  readonly properties: JsonObject;
  readonly stack: Stack;
}

/** The stacks of a cloud assembly (`cdk.out` or the folder of one Stage in it), nested assemblies included.
 *  @throws RangeError when the folder holds no stack */
export function readAssembly(directory: string): readonly Stack[] {
  const stacks = stacksOf(directory);
  if (stacks.length === 0) throw new RangeError(`no stack in the cloud assembly ${directory}; run cdk synth`);
  return stacks;
}

function stacksOf(directory: string): readonly Stack[] {
  const { artifacts } = read(directory, 'manifest.json');
  return Object.entries(object(artifacts, 'artifacts')).flatMap(([id, artifact]) => {
    const { type, properties } = object(artifact, id);
    if (type === 'cdk:cloud-assembly')
      return stacksOf(join(directory, text(object(properties, id)['directoryName'], 'directoryName')));
    if (type !== 'aws:cloudformation:stack') return [];
    const { stackName, templateFile } = object(properties, id);
    return {
      name: text(stackName, 'stackName'),
      template: read(directory, text(templateFile, 'templateFile')),
      assets: assetsOf(directory, `${id}.assets.json`),
    };
  });
}

function assetsOf(directory: string, manifest: string): ReadonlyMap<string, string> {
  const { files } = read(directory, manifest);
  return new Map(
    Object.values(object(files, 'files')).flatMap((file) => {
      const { source, destinations } = object(file, 'asset');
      const folder = join(directory, text(object(source, 'source')['path'], 'path'));
      return Object.values(object(destinations, 'destinations')).map(
        (place) => [text(object(place, 'destination')['objectKey'], 'objectKey'), folder] as const,
      );
    }),
  );
}

function read(directory: string, file: string): JsonObject {
  return parseObject(readFileSync(join(directory, file), 'utf8'), file);
}

/** Every resource of the stacks, in template order. */
export function resourcesOf(stacks: readonly Stack[]): readonly Resource[] {
  return stacks.flatMap((stack) =>
    Object.entries(object(stack.template['Resources'], 'Resources')).map(([id, resource]) => {
      const { Type, Properties } = object(resource, id);
      return { id, type: text(Type, 'Type'), properties: isObject(Properties) ? Properties : {}, stack };
    }),
  );
}
