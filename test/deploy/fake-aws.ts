import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { payloadOf } from '../../lib/local/s3-payload.ts';
import { CloudFormation, Refusal } from './cloud-formation.ts';
import { answerCloudFormation } from './cloud-formation-calls.ts';

export const ACCOUNT = '111111111111';

/** STS, SSM, S3 and CloudFormation, as much as `cdk deploy` asks of them, on one address of the loopback. */
export interface FakeAws {
  readonly url: string;
  readonly cloudFormation: CloudFormation;
  /** Bytes by bucket and key. */
  readonly objects: Map<string, Buffer>;
  /** Calls that nobody here knows: a deployment needs none of them. */
  readonly unknown: string[];
  stop(): Promise<void>;
}

export async function startFakeAws(): Promise<FakeAws> {
  const world = { cloudFormation: new CloudFormation(), objects: new Map<string, Buffer>(), unknown: [] };
  const server = createServer((request, response) => {
    void answer(request, response, world);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, ...world, stop };
}

type World = Pick<FakeAws, 'cloudFormation' | 'objects' | 'unknown'>;

async function answer(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return parameter(response, String(target), body, world);
  const form = new URLSearchParams(body.toString('utf8'));
  if (form.has('Action')) return query(response, form, world);
  return store(request, response, body, world);
}

/** SSM, asked only for the version of the bootstrap stack. */
function parameter(response: ServerResponse, target: string, body: Buffer, { unknown }: World): void {
  const { Name } = JSON.parse(body.toString('utf8'));
  if (target !== 'AmazonSSM.GetParameter' || !String(Name).startsWith('/cdk-bootstrap/'))
    unknown.push(target);
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  response.end(JSON.stringify({ Parameter: { Name, Type: 'String', Value: '30' } }));
}

/** STS and CloudFormation: a form in, XML out. */
function query(response: ServerResponse, form: URLSearchParams, world: World): void {
  const action = form.get('Action') ?? '';
  response.setHeader('content-type', 'text/xml');
  try {
    const result = answerSts(action) ?? answerCloudFormation(action, form, world);
    if (result === undefined) world.unknown.push(action);
    response.end(`<${action}Response><${action}Result>${result ?? ''}</${action}Result></${action}Response>`);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    response.statusCode = 400;
    const error = `<Type>Sender</Type><Code>${cause.code}</Code><Message>${cause.message}</Message>`;
    response.end(`<ErrorResponse><Error>${error}</Error></ErrorResponse>`);
  }
}

function answerSts(action: string): string | undefined {
  const who = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/cdk`;
  if (action === 'GetCallerIdentity')
    return `<Arn>${who}</Arn><UserId>deploy</UserId><Account>${ACCOUNT}</Account>`;
  if (action !== 'AssumeRole') return undefined;
  const keys = '<AccessKeyId>role</AccessKeyId><SecretAccessKey>role</SecretAccessKey>';
  return (
    `<Credentials>${keys}<SessionToken>role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>` +
    `<AssumedRoleUser><Arn>${who}</Arn><AssumedRoleId>role:cdk</AssumedRoleId></AssumedRoleUser>`
  );
}

const NO_CALL = { caller: '', method: 'PUT', path: '', query: new URLSearchParams() };

/** S3, path style. */
function store(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  { objects, unknown }: World,
): void {
  const url = new URL(request.url ?? '/', 'http://s3');
  const key = decodeURIComponent(url.pathname.slice(1));
  response.setHeader('content-type', 'application/xml');
  if (request.method === 'PUT') {
    objects.set(key, payloadOf({ ...NO_CALL, headers: request.headers, body }));
    return void response.setHeader('etag', '"1"').end();
  }
  const question = [...url.searchParams.keys()].join(' ');
  if (request.method === 'HEAD') return void response.writeHead(objects.has(key) ? 200 : 404).end();
  if (question.includes('location')) return void response.end('<LocationConstraint/>');
  if (question.includes('encryption')) return void response.end(ENCRYPTION);
  if (question.includes('list-type')) {
    const prefix = `${key.replace(/\/$/, '')}/${url.searchParams.get('prefix') ?? ''}`;
    return void response.end(listing([...objects.keys()].filter((each) => each.startsWith(prefix))));
  }
  unknown.push(`${request.method} ${request.url}`);
  response.writeHead(501).end();
}

const ENCRYPTION =
  '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>' +
  '</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>';

function listing(keys: readonly string[]): string {
  const contents = keys.map((key) => `<Contents><Key>${key.split('/').slice(1).join('/')}</Key></Contents>`);
  return `<ListBucketResult><KeyCount>${keys.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
}
