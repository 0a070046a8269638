const MOST = 100; // of a kind: readers choose locales

/** Formatters of `Intl` and what is read off them cost .1 ms to make and are the same for every reader of a locale: those used last
 *  are kept. */
export function kept<Options extends object, Made>(make: (locale: string, options: Options) => Made) {
  const all = new Map<string, Made>();
  return (locale: string, options: Options): Made => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const made = all.get(key) ?? make(locale, options);
    all.delete(key);
    all.set(key, made);
    for (const oldest of all.keys()) if (all.size > MOST) all.delete(oldest);
    return made;
  };
}
