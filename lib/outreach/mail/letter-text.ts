import type { Block, Letter } from './letter.ts';

/** The letter as plain text, for whoever reads mails without markup. */
export function letterText({ blocks }: Letter): string {
  return `${blocks.map(textOf).join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'choices':
    case 'scale':
      return [block.legend, ...block.choices.map(({ text, href }) => `- ${text}\n  ${href}`)].join('\n');
    case 'button':
      return `${block.text}\n${block.href}`;
    case 'way out':
      return `-- \n${block.text}\n${block.href}`; // below the sign that mail programs know as a signature
    default:
      return block.text;
  }
}
