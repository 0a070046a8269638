import type { Language } from '../../../language/locale.ts';

/** What a mail says besides what the page says too. Text only; amounts and instants arrive written for the reader. */
export interface MailWords {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  readonly subject: SubjectWords;
  readonly hello: (name: string) => string;
  readonly helloNobody: string;
  readonly reminded: string;
  /** Asks for her own plan, before she has seen anything of the recommendation. */
  readonly elicit: { readonly lead: string; readonly open: string };
  /** Shows the recommendation. */
  readonly show: {
    readonly lead: string;
    readonly clicks: string; // that a click records nothing yet
    readonly open: string;
  };
  readonly quarterly: { readonly lead: string; readonly open: string };
  readonly about: (title: string) => string;
  readonly until: (when: string) => string;
  readonly yours: string; // the link is hers alone
  readonly why: { readonly heading: string; readonly text: string };
}

/** The same whatever the mail asks for and shows: whoever reads only these learns nothing, and no arm is opened more. */
export interface SubjectWords {
  readonly recommendation: (marketplace: string) => string;
  readonly quarterly: (marketplace: string) => string;
  readonly reminder: (subject: string) => string;
}
