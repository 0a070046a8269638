/** What SES was given of a simple message. */
export interface LocalMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly date: Date;
}

/** The message as a file that mail programs open (RFC 5322, 2046), its parts in plain UTF-8 so that people can read it.
 *  SES itself puts messages together in the cloud; this stands for it on this machine. */
export function emlOf({ from, to, subject, text, html, headers, date }: LocalMail): string {
  const boundary = boundaryFor(text + html);
  const part = (type: string, body: string) =>
    [
      `--${boundary}`,
      `Content-Type: ${type}; charset=UTF-8`,
      'Content-Transfer-Encoding: 8bit',
      '',
      lines(body),
    ].join('\r\n');
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    part('text/plain', text),
    part('text/html', html),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

/** The parts of such a file.
 *  @throws RangeError for a file that was not made here */
export function readEml(eml: string): Omit<LocalMail, 'date'> {
  const [head = '', ...rest] = eml.split('\r\n\r\n');
  const fields = head.split(/\r\n(?! )/).map((line) => {
    const [name = '', ...value] = line.split(': ');
    return [name, value.join(': ')] as const;
  });
  const field = (name: string) => fields.find(([each]) => each === name)?.[1] ?? '';
  const boundary = /boundary="([^"]+)"/.exec(field('Content-Type'))?.[1];
  if (boundary === undefined) throw new RangeError('readEml requires a message in two parts');
  const [, text = '', html = ''] = `\r\n${rest.join('\r\n\r\n')}`.split(`\r\n--${boundary}`);
  return {
    from: field('From'),
    to: field('To'),
    subject: decodedWords(field('Subject')),
    text: bodyOf(text),
    html: bodyOf(html),
    headers: fields,
  };
}

function bodyOf(part: string): string {
  return part.slice(part.indexOf('\r\n\r\n') + 4).replaceAll('\r\n', '\n');
}

/** A line that no part holds. */
function boundaryFor(content: string): string {
  let boundary = 'part';
  while (content.includes(`--${boundary}`)) boundary += '-';
  return boundary;
}

function lines(body: string): string {
  return body.replaceAll(/\r?\n|\r/g, '\r\n');
}

/** RFC 2047, a word of at most 45 bytes each. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [''];
  for (const character of text) {
    const word = `${words.at(-1)}${character}`;
    if (Buffer.byteLength(word) <= 45) words[words.length - 1] = word;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

function decodedWords(text: string): string {
  return text
    .replaceAll(/\?=\r\n =\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) =>
      Buffer.from(word, 'base64').toString('utf8'),
    );
}
