import { fail, ok, type Said, warn } from './finding.ts';

/** What the synthesised stacks demand: their assets are published under roles that came with it. */
export const LEAST_BOOTSTRAP = 6;

/** @param stage ARN of something of the stage; undefined before the first deployment */
export function judgeAccount(account: string | undefined, stage?: string): Said {
  const home = stage?.split(':')[4];
  if (account === undefined) return fail('AWS does not say which', 'log in: aws sso login, or AWS_PROFILE');
  if (home === undefined || home === account) return ok(account);
  return fail(`${account}, but the stage is in ${home}`, `use credentials of ${home}`);
}

export function judgeRegion(region: string | undefined, stage?: string): Said {
  if (region === undefined || region === '') return fail('none is set', 'set AWS_REGION');
  if (stage === undefined || stage === region) return ok(region);
  return warn(`${stage}; deployments go to ${region}`, `set AWS_REGION=${stage}`);
}

/** @param version of `cdk bootstrap`, as its parameter has it; undefined: there is none */
export function judgeBootstrap(version: string | undefined, where = ''): Said {
  const command = `npx cdk bootstrap${where === '' ? '' : ` ${where}`}`;
  if (version === undefined) return fail('never done in this account and region', command);
  const number = Number(version);
  if (Number.isInteger(number) && number >= LEAST_BOOTSTRAP) return ok(`version ${version}`);
  return fail(`version ${version}, at least ${LEAST_BOOTSTRAP} is needed`, command);
}

const ROOM = 40; // functions at once for sellers, events and the outbox, beside a run's workers
const QUOTA = 'ask for more: Service Quotas, AWS Lambda, "Concurrent executions"';

/** @param free functions that may run at once and are reserved for nobody
 *  @param workers `workersAtOnce` of the settings: those of one run */
export function judgeConcurrency(
  { limit, free }: { readonly limit: number; readonly free: number },
  workers: number,
): Said {
  const says = `${free} of ${limit} functions at once, a run takes ${workers}`;
  if (free <= workers) return fail(`${says}: runs leave none for sellers`, QUOTA);
  return free < workers + ROOM ? warn(`${says}: little is left for sellers`, QUOTA) : ok(says);
}

export interface Mail {
  readonly enabled: boolean;
  readonly outOfSandbox: boolean;
  /** Which identity of the sender is verified; undefined: none. */
  readonly verified: string | undefined;
}

/** @param address of the sender; undefined: delivery is not by mail */
export function judgeMail(mail: Mail | undefined, address: string | undefined): Said {
  if (address === undefined || mail === undefined) return ok('not needed: delivery is "events"');
  if (!mail.enabled) return fail('SES has stopped sending', 'see its reputation page and write to AWS');
  if (mail.verified === undefined)
    return fail(`${address} is not verified`, 'verify its domain in SES, in this region');
  if (mail.outOfSandbox) return ok(`${mail.verified} is verified, out of the sandbox`);
  return fail('in the sandbox: sellers get nothing', 'SES, account dashboard, "Request production access"');
}

/** What SES may have verified so that it sends as an address: itself, its domain, or a domain above. */
export function identitiesOf(address: string): string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return [address, ...domains];
}
