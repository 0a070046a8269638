import type { MailWords } from './mail-words.ts';

/** Modern Standard Arabic, addressed to a business in the plural of courtesy. */
export const ar: MailWords = {
  language: 'ar',
  direction: 'rtl',
  subject: {
    recommendation: (marketplace) => `رأيكم في توصية خلال نصف دقيقة - ${marketplace}`,
    quarterly: (marketplace) => `كيف ترون توصياتنا؟ - ${marketplace}`,
    reminder: (subject) => `تذكير: ${subject}`,
  },
  hello: (name) => `مرحبًا ${name}،`,
  helloNobody: 'مرحبًا،',
  reminded: 'كتبنا إليكم قبل بضعة أيام. إن لم يكن لديكم وقت فلا داعي لفعل أيّ شيء.',
  elicit: {
    lead: 'لدينا توصية لكم. قبل أن نعرضها نودّ أن نعرف ماذا كنتم ستفعلون من تلقاء أنفسكم. يستغرق ذلك نحو نصف دقيقة.',
    open: 'كتابة خطتي',
  },
  show: {
    lead: 'لدينا توصية لكم ونودّ أن نعرف رأيكم فيها. يستغرق ذلك نحو نصف دقيقة.',
    clicks:
      'تفتح النقرة الصفحة وفيها تلك الإجابة مختارة. لا يُسجَّل شيء قبل أن ترسلوها هناك، ويمكنكم اختيار غيرها.',
    open: 'فتح الصفحة',
  },
  quarterly: {
    lead: 'نسألكم مرّة واحدة كلّ ربع سنة على الأكثر كيف ترون توصياتنا عمومًا. يستغرق ذلك نحو دقيقتين، ويمكنكم ترك أيّ سؤال دون إجابة.',
    open: 'فتح الأسئلة',
  },
  about: (title) => `الموضوع: ${title}`,
  until: (when) => `يمكنكم الإجابة حتى ${when}.`,
  yours: 'هذا الرابط مخصّص لمتجركم وحده. نرجو عدم تمريره إلى غيركم.',
  why: {
    heading: 'لماذا نسأل؟',
    text: 'لنعرف إلى أيّ حدّ يمكن الاعتماد على توصياتنا، وما الذي يجعلها أفضل.',
  },
};
