import { Duration, Validations } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Door } from './function.ts';

/** CloudFront signs what it asks, so it tells the function by a header which name the reader knows it by. It overwrites
 *  whatever a reader sent. */
const HOST = `function handler(event) {
  var request = event.request;
  request.headers['x-report-host'] = { value: request.headers.host.value };
  return request;
}`;

/** CloudFront before a function that only it may call: by its identity (origin access control), not by a secret header.
 *  Nothing is cached; every request asks who reads.
 *  @returns https://..., without a slash at the end */
export function edge(scope: Construct, door: Door, webAclArn: string | null): string {
  const code = FunctionCode.fromInline(HOST);
  const tellHost = new EdgeFunction(scope, 'TellHost', { code, runtime: FunctionRuntime.JS_2_0 });
  const origin = door.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
  const distribution = new Distribution(scope, 'Edge', {
    comment: 'Reports for whoever the issuer lets in',
    httpVersion: HttpVersion.HTTP2_AND_3,
    ...(webAclArn !== null && { webAclId: webAclArn }),
    defaultBehavior: {
      origin: FunctionUrlOrigin.withOriginAccessControl(origin),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: safeHeaders(scope),
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: tellHost }],
    },
  });
  Validations.of(distribution).acknowledge(...ACKNOWLEDGED);
  return `https://${distribution.distributionDomainName}`;
}

/** Also for what CloudFront answers by itself; the function's own policy for a page is stricter and stays. */
function safeHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, 'SafeHeaders', {
    securityHeadersBehavior: {
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
    },
  });
}

const ACKNOWLEDGED = [
  {
    id: 'AwsSolutions-CFR1',
    reason: 'Employees travel; who reads is told by their sign-in, not by their country.',
  },
  {
    id: 'AwsSolutions-CFR2',
    reason:
      "A firewall is the company's: the setting report.webAclArn puts its web ACL before this distribution.",
  },
  {
    id: 'AwsSolutions-CFR3',
    reason: 'The function logs each request; a log of addresses would name who read which report.',
  },
  {
    id: 'AwsSolutions-CFR4',
    reason: "The default certificate; a domain of the company's own brings its own policy.",
  },
];
