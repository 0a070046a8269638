import type { Resource, Stack } from './assembly.ts';
import { type Json, type JsonObject, isList, isObject, list, object, text } from './json.ts';
import { type Place, attributeOf, refOf } from './names.ts';

/** Replaces the intrinsic functions in a part of a stack's template by what they stand for on this machine. */
export type Resolve = (stack: Stack, value: Json) => Json;

const NO_VALUE = Symbol('AWS::NoValue');

/** A resolver over all stacks of a Stage, since stacks refer to each other's outputs.
 *  @throws RangeError naming an intrinsic or a reference it does not know, when that is met */
export function resolver(stacks: readonly Stack[], resources: readonly Resource[], place: Place): Resolve {
  const resolve = (stack: Stack, value: Json): Json => {
    const found = visit(stack, value);
    return typeof found === 'symbol' ? null : found;
  };

  function visit(stack: Stack, value: Json): Json | typeof NO_VALUE {
    if (isList(value)) return value.map((one) => visit(stack, one)).filter((one) => typeof one !== 'symbol');
    if (!isObject(value)) return value;
    const [only, ...more] = Object.entries(value);
    if (only !== undefined && more.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
      return intrinsic(stack, only[0], only[1]);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        const seen = visit(stack, inner);
        return typeof seen === 'symbol' ? [] : [[key, seen]];
      }),
    );
  }

  function intrinsic(stack: Stack, name: string, argument: Json): Json | typeof NO_VALUE {
    const resolved = () => list(resolve(stack, argument), name);
    if (name === 'Ref') return reference(stack, text(argument, name));
    if (name === 'Fn::GetAtt')
      return attribute(stack, isList(argument) ? argument.join('.') : String(argument));
    if (name === 'Fn::Join') return list(resolved()[1], name).join(text(resolved()[0], name));
    if (name === 'Fn::Split') return text(resolved()[1], name).split(text(resolved()[0], name));
    if (name === 'Fn::Select') return list(resolved()[1], name)[Number(resolved()[0])] ?? null;
    if (name === 'Fn::Sub') return substitute(stack, argument);
    if (name === 'Fn::ImportValue') return exported(text(resolve(stack, argument), name));
    if (name === 'Fn::GetStackOutput') return stackOutput(object(resolve(stack, argument), name));
    throw new RangeError(`the local stage does not know ${name} (stack ${stack.name})`);
  }

  function reference(stack: Stack, id: string): Json | typeof NO_VALUE {
    const pseudo: Readonly<Record<string, Json | typeof NO_VALUE>> = {
      'AWS::AccountId': place.account,
      'AWS::Region': place.region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
      'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.account}:stack/${stack.name}/local`,
      'AWS::NoValue': NO_VALUE,
    };
    if (id in pseudo) return pseudo[id] ?? null;
    const parameter = stack.template['Parameters'];
    if (isObject(parameter) && isObject(parameter[id])) return parameter[id]['Default'] ?? null;
    return refOf(resourceOf(stack, id), place);
  }

  function attribute(stack: Stack, path: string): string {
    const [id = '', ...rest] = path.split('.');
    return attributeOf(resourceOf(stack, id), rest.join('.'), place);
  }

  function resourceOf(stack: Stack, id: string): Resource {
    const found = resources.find((resource) => resource.stack === stack && resource.id === id);
    if (found === undefined)
      throw new RangeError(`stack ${stack.name} refers to ${id}, which it does not have`);
    return found;
  }

  function substitute(stack: Stack, argument: Json): string {
    const [pattern, own] = isList(argument) ? argument : [argument, {}];
    const variables = object(resolve(stack, own ?? {}), 'Fn::Sub');
    return text(pattern, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      if (name in variables) return String(variables[name]);
      return String(
        name.includes('.') && !name.startsWith('AWS::') ? attribute(stack, name) : reference(stack, name),
      );
    });
  }

  function exported(name: string): Json {
    for (const stack of stacks)
      for (const output of Object.values(ownOutputs(stack))) {
        const { Export, Value } = object(output, 'output');
        if (isObject(Export) && resolve(stack, Export['Name'] ?? null) === name)
          return resolve(stack, Value ?? null);
      }
    throw new RangeError(`no stack exports ${name}`);
  }

  function stackOutput({ StackName, OutputName }: JsonObject): Json {
    const stack = stacks.find(({ name }) => name === StackName);
    const output = stack && ownOutputs(stack)[text(OutputName, 'OutputName')];
    if (!stack || !isObject(output)) throw new RangeError(`stack ${StackName} has no output ${OutputName}`);
    return resolve(stack, output['Value'] ?? null);
  }

  return resolve;
}

function ownOutputs(stack: Stack): JsonObject {
  const outputs = stack.template['Outputs'];
  return isObject(outputs) ? outputs : {};
}

/** What the stacks put out, by name, resolved: what `cdk deploy --outputs-file` would write. */
export function outputsOf(stacks: readonly Stack[], resolve: Resolve): Readonly<Record<string, string>> {
  const entries = stacks.flatMap((stack) =>
    Object.entries(ownOutputs(stack)).map(
      ([name, output]) => [name, resolve(stack, object(output, name)['Value'] ?? null)] as const,
    ),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
