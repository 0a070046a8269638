import type { ItemWords, NoticeWords, Points } from './item-words.ts';

const cannotSay = 'No sabría decirlo';
const howMuch: Points = ['Nada', 'Muy poco', 'Un poco', 'Moderadamente', 'Bastante', 'Mucho', 'Totalmente'];
const howOften: Points = [
  'Nunca',
  'Muy rara vez',
  'Rara vez',
  'A veces',
  'A menudo',
  'Muy a menudo',
  'Siempre',
];
const howWell: Points = [
  'Muy mal',
  'Mal',
  'Más bien mal',
  'Ni bien ni mal',
  'Más bien bien',
  'Bien',
  'Muy bien',
];
const willing: Points = ['Ninguna', 'Muy poca', 'Poca', 'Mediana', 'Bastante', 'Mucha', 'Total'];

const notice: NoticeWords = {
  heading: '¿Quién ve mi respuesta?',
  who: 'Solo el análisis de lo útiles que son las recomendaciones y de cuánto se confía en ellas. Ninguna parte del mercado en línea que ordene las ofertas, aplique las reglas o decida sobre las cuentas puede leerla.',
  confidential:
    'Es confidencial, no anónima: el análisis sabe quién respondió; los informes publicados solo muestran grupos.',
  until: (when) => `La participación es voluntaria. Puede cambiar su respuesta hasta el ${when}.`,
};

/** Spanish, in words understood on both sides of the ocean. A published version never changes: add the next one beside it. */
export const esItems: ItemWords = {
  'own-plan@1': {
    title: '¿Qué haría usted por su cuenta?',
    lead: 'Primero su propio plan, después nuestra recomendación. Aquí no hay números correctos ni incorrectos.',
    label: (unit) => (unit === '' ? 'Mi propio plan' : `Mi propio plan, en ${unit}`),
  },
  'decision@1': {
    legend: '¿Qué va a hacer?',
    accept: (amount) => `Seguir la recomendación: ${amount}`,
    keep: (amount) => `Mantener mi propio plan: ${amount}`,
    keepUnknown: 'Mantener mi propio plan',
    keepAmount: (unit) => (unit === '' ? 'Mi propio plan' : `Mi propio plan, en ${unit}`),
    adjust: 'Elegir otro valor',
    adjustAmount: (unit) => (unit === '' ? 'Mi valor' : `Mi valor, en ${unit}`),
  },
  'trust@1': {
    legend: '¿Cuánto confía, si es que confía, en esta recomendación?',
    points: howMuch,
    cannotSay,
  },
  'main-reason@1': {
    legend: '¿Qué pesó más en su decisión?',
    choices: {
      reasons: 'Lo claros que son los motivos',
      'excess-inventory': 'El riesgo de quedarse con mercancía sin vender',
      policy: 'Lo estables que son las reglas del mercado en línea',
      channels: 'Si hay alguien a quien preguntar',
      feedback: 'Cómo resultaron las recomendaciones anteriores',
      other: 'Otra cosa',
    },
  },
  'notice@1': notice,
  'notice@2': {
    ...notice,
    yours: (marketplace) =>
      `Puede pedir a ${marketplace} en cualquier momento que le muestre lo que hay guardado sobre usted, o que lo borre.`,
  },
  'ability-knows-business@1': {
    legend: '¿Cómo se ajustan nuestras recomendaciones a lo particular de su negocio?',
    points: howWell,
    cannotSay,
  },
  'ability-right@1': {
    legend: '¿Cómo prevén nuestras recomendaciones lo que ocurre después?',
    points: howWell,
    cannotSay,
  },
  'benevolence-interests@1': {
    legend: '¿Cuánto tienen en cuenta nuestras recomendaciones sus intereses, si es que lo hacen?',
    points: howMuch,
    cannotSay,
  },
  'benevolence-conflict@1': {
    legend:
      'Cuando sus intereses y los nuestros difieren, ¿con qué frecuencia nuestras recomendaciones protegen aun así los suyos?',
    points: howOften,
    cannotSay,
  },
  'integrity-promises@1': {
    legend: '¿Con qué frecuencia cumplimos lo que le prometemos?',
    points: howOften,
    cannotSay,
  },
  'integrity-reasons@1': {
    legend: '¿Cuánto coinciden, si es que coinciden, los motivos que damos con nuestros verdaderos motivos?',
    points: howMuch,
    cannotSay,
  },
  'distrust-motives@1': {
    legend: '¿Con qué frecuencia sospecha que una recomendación nos beneficia a costa de usted?',
    points: howOften,
    cannotSay,
  },
  'distrust-guard@1': {
    legend:
      '¿Cuánto tiene que cuidarse, si es que tiene que hacerlo, de que nuestras recomendaciones le induzcan a error?',
    points: howMuch,
    cannotSay,
  },
  'vulnerability-unchecked@1': {
    legend:
      '¿Cuánta disposición tiene a seguir nuestra recomendación, sin comprobarla, en una decisión importante?',
    points: willing,
    cannotSay,
  },
  'vulnerability-delegate@1': {
    legend: '¿Cuánta disposición tiene a dejarnos decidir por usted, dentro de los límites que usted fije?',
    points: willing,
    cannotSay,
  },
};
