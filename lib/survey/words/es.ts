import { esItems } from './es-items.ts';
import { esLedger } from './es-ledger.ts';
import { pluralIn, type Count } from './plural.ts';
import type { Words } from './words.ts';

const plural = pluralIn('es');
const often = (count: Count) =>
  count.n === 0 ? 'ninguna' : plural(count, { one: 'una vez', other: (n) => `${n} veces` });

/** Spanish, in words understood on both sides of the ocean; usted throughout. */
export const es: Words = {
  language: 'es',
  name: 'Español',
  direction: 'ltr',
  items: esItems,
  ledger: esLedger,
  shell: {
    skip: 'Ir al contenido',
    language: 'Idioma',
    forSeller: (maskedName) => `Para ${maskedName}`,
    notYou: {
      title: '¿No es usted?',
      text: 'Entonces, por favor, no responda: quien tiene este enlace responde por la tienda para la que se creó. Elimine el mensaje o reenvíelo a la persona a la que iba dirigido.',
    },
    stepOf: (step, steps) => `Paso ${step} de ${steps}`,
    pages: 'Más páginas',
    history: 'Cómo resultaron las recomendaciones anteriores',
    stop: 'Dejar de recibir estas preguntas',
    untitled: 'Su próxima decisión',
    errorPrefix: 'Por favor, revise: ',
    optional: 'opcional',
    honeypot: 'Deje este campo vacío',
  },
  plan: {
    range: {
      between: (lower, upper) => `Entre ${lower} y ${upper}.`,
      atLeast: (lower) => `${lower} o más.`,
      atMost: (upper) => `${upper} o menos.`,
    },
    why: 'Preguntamos antes de mostrar nuestra cifra para poder saber si una recomendación añade de verdad algo a lo que usted ya sabe. Su plan se registra una sola vez; lo que decida al final depende de usted en la página siguiente.',
    send: 'Guardar mi plan y ver la recomendación',
  },
  advice: {
    heading: 'Nuestra recomendación',
    ownPlan: (amount) => `Su propio plan: ${amount}.`,
    planStands: (amount) =>
      `Ya había indicado su propio plan: ${amount}. Se queda como está, porque desde entonces se ha mostrado la recomendación. El número que acaba de enviar no se ha registrado.`,
    more: (difference) => `La recomendación supera su plan en ${difference}.`,
    less: (difference) => `La recomendación está ${difference} por debajo de su plan.`,
    same: 'La recomendación coincide con su plan.',
    reasons: 'Por qué lo recomendamos',
    noReasons: 'Aquí no se muestran motivos.',
    why: {
      range: (low, high) => `Lo más probable es que el valor correcto esté entre ${low} y ${high}.`,
      risk: 'Si nos equivocamos',
      tooHigh: 'Si nuestro valor es demasiado alto',
      tooLow: 'Si nuestro valor es demasiado bajo',
      unsaid: 'No lo hemos dicho.',
      promise: 'Lo que prometemos',
      until: (when) => `Vale hasta el ${when}.`,
      over: (when) => `Valió hasta el ${when}.`,
    },
    expires: (when) => `Válida hasta el ${when}.`,
    expired: (when) => `Fue válida hasta el ${when}.`,
  },
  reply: {
    send: 'Enviar mi respuesta',
    change: 'Cambiar mi respuesta',
  },
  receipt: {
    title: 'Gracias. Su respuesta ha quedado registrada.',
    recorded: (when) => `Registrada el ${when}`,
    already: {
      title: 'Ya había respondido',
      text: 'Lo que acaba de enviar no se ha registrado, porque se envió otra respuesta después de abrir esa página. Abajo está la respuesta que tenemos. Puede cambiarla.',
    },
    full: {
      title: 'Esta respuesta ya no se puede cambiar',
      text: 'Se ha cambiado todas las veces posibles. Abajo está la respuesta que tenemos.',
    },
    answer: 'Su respuesta',
    why: 'Por qué lo recomendamos',
    recommended: 'Recomendado',
    ownPlan: 'Su propio plan',
    chosen: 'Usted eligió',
    trust: 'Su confianza',
    reason: 'Lo que más pesó',
    noReason: 'Sin indicar',
    changeUntil: (when) => `Puede cambiar su respuesta hasta el ${when}.`,
    change: 'Cambiar mi respuesta',
  },
  history: {
    title: 'Cómo le resultaron las recomendaciones anteriores',
    empty: {
      title: 'Todavía no hay nada que mostrar',
      text: 'En cuanto se sepa cómo resultó una recomendación y se le haya mostrado, aparecerá aquí, tanto si fue buena como si fue mala.',
    },
    only: {
      recommendation:
        'La única vez que podemos comparar, nuestra recomendación estuvo más cerca de lo correcto que su propio plan.',
      plan: 'La única vez que podemos comparar, su propio plan estuvo más cerca de lo correcto que nuestra recomendación.',
      equal: 'La única vez que podemos comparar, ambos estuvieron igual de cerca.',
    },
    allEqual: (judged) =>
      `Hasta ahora ninguno fue mejor: ambos estuvieron igual de cerca las ${judged.text} veces.`,
    verdict: {
      recommendation: ({ judged, recommendation, plan }) =>
        `Hasta ahora nuestra recomendación fue mejor: de ${judged.text} veces, estuvo más cerca de lo correcto ${often(recommendation)}; su propio plan, ${often(plan)}.`,
      plan: ({ judged, recommendation, plan }) =>
        `Hasta ahora su propio plan fue mejor: de ${judged.text} veces, estuvo más cerca de lo correcto ${often(plan)}; nuestra recomendación, ${often(recommendation)}.`,
      alike: ({ judged, recommendation, plan }) =>
        `Hasta ahora ambos estuvieron más cerca de lo correcto casi con la misma frecuencia: de ${judged.text} veces, nuestra recomendación ${often(recommendation)}; su propio plan, ${often(plan)}.`,
      early: ({ judged, recommendation, plan }) =>
        `Es pronto para saber cuál es mejor: de ${judged.text} veces, nuestra recomendación estuvo más cerca de lo correcto ${often(recommendation)}; su propio plan, ${often(plan)}.`,
    },
    ties: (equal) =>
      plural(equal, {
        one: 'Una vez estuvieron ambos igual de cerca.',
        other: (n) => `${n} veces estuvieron ambos igual de cerca.`,
      }),
    unjudged: (rounds) =>
      plural(rounds, {
        one: 'De una recomendación no conocemos su propio plan, así que no podemos decir cuál estuvo más cerca.',
        other: (n) =>
          `De ${n} recomendaciones no conocemos su propio plan, así que no podemos decir cuál estuvo más cerca.`,
      }),
    average: (recommendation, plan) =>
      `En promedio, nuestra recomendación falló por ${recommendation} y su propio plan por ${plan}.`,
    latest: (rounds) => `La tabla muestra las últimas ${rounds.text}.`,
    caption: 'Las más recientes primero',
    columns: {
      about: 'Recomendación',
      plan: 'Su plan',
      recommended: 'Recomendado',
      chosen: 'Usted eligió',
      outcome: 'Lo correcto',
      closer: 'Más cerca',
    },
    unknown: 'no se sabe',
    closer: { recommendation: 'Recomendación', plan: 'Su plan', equal: 'Ambos por igual' },
    back: 'Volver a la pregunta',
  },
  stop: {
    ask: {
      title: '¿Dejar de recibir estas preguntas?',
      text: 'No recibirá más enlaces con preguntas sobre recomendaciones. Las recomendaciones mismas, su cuenta y su posición no cambian.',
      button: 'Sí, no me pregunten más',
      keep: 'No, volver',
    },
    done: {
      title: 'No le preguntaremos más',
      text: 'Lo hemos registrado. Si ya hay un enlace en camino, puede ignorarlo.',
    },
  },
  quarterly: {
    title: '¿Cómo ve usted nuestras recomendaciones?',
    lead: 'Piense, por favor, en los últimos tres meses. No hay respuestas correctas ni incorrectas, y puede omitir cualquier pregunta.',
    next: 'Guardar y continuar',
    send: 'Guardar y terminar',
    back: 'Atrás',
    done: {
      title: 'Gracias. Sus respuestas han quedado registradas.',
      text: 'Hacemos estas preguntas una vez por trimestre como máximo.',
    },
  },
  problem: {
    summary: 'Por favor, revise su respuesta',
    numberMissing: 'Escriba un número.',
    numberUnreadable: (text, example) =>
      `No podemos leer «${text}» como número. Escriba cifras, por ejemplo ${example}.`,
    numberOutside: (range) => `Este número está fuera de lo posible. ${range}`,
    decisionMissing: 'Elija qué va a hacer.',
    trustMissing: 'Elija un punto o «No sabría decirlo».',
    stale:
      'No hemos podido comprobar que esto viene de la página que le mostramos, quizá porque llevaba abierta un día o más. Sus respuestas siguen aquí: envíelas, por favor, una vez más.',
    badLink: {
      title: 'Este enlace no funciona',
      text: 'Puede estar incompleto, ser demasiado antiguo o haber sido sustituido por otro más reciente. Abra el último mensaje que le enviamos y use el enlace que contiene.',
    },
    notFound: { title: 'Aquí no hay nada', text: 'Use, por favor, el enlace del mensaje que le enviamos.' },
    closed: {
      title: 'Esta pregunta está cerrada',
      answered: 'Gracias por responder. Abajo está la respuesta que tenemos; ya no se puede cambiar.',
      unanswered: 'El plazo para responder ha terminado. No tiene que hacer nada.',
    },
    tooLarge: {
      title: 'Eso fue demasiado de una vez',
      text: 'Lo enviado es más grande de lo que esta página admite. Vuelva atrás y envíelo de nuevo.',
    },
    trouble: {
      title: 'Algo ha fallado por nuestra parte',
      text: 'Inténtelo de nuevo en un minuto. Nada de lo registrado se ha perdido, y enviar una respuesta dos veces no causa ningún problema.',
    },
    method: {
      title: 'Esto no funciona aquí',
      text: 'Use, por favor, el enlace del mensaje que le enviamos.',
    },
  },
};
