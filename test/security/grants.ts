/** Grants that no flow of the canaries needs, and why they are there. */
export const UNUSED: Readonly<Record<string, string>> = {
  'WaveInvite dynamodb:ConditionCheckItem':
    'the questionnaire asks only a seller who is still there; here all are within their quiet days',
  'WaveInvite dynamodb:GetItem':
    'what stands of a seller is read again where somebody else invited her in the same moment',
  'AnalysisSnapshotShard s3:ListBucket':
    'files of the run that a night rests on may have expired: without it S3 answers 403, not 404, and the night fails',
  'AnalysisEstimateShard s3:ListBucket': 'the same',
  'OutreachPost dynamodb:PutItem':
    'a message that is put off gets a row of its later time: into the morning, or after a refusal',
};

/** What AWS itself calls, not our code: nothing on this machine asks for it. */
export const NOT_ASKED_HERE = /^(logs|xray):|^states:(DescribeExecution|StopExecution|RedriveExecution)$/;
