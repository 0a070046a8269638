/** As much of a browser as a sign-in needs: it follows redirects and keeps cookies by host, as RFC 6265 tells. Cookies that
 *  are not for its own host, not secure or seen by scripts it refuses. */
export class TestBrowser {
  readonly jar = new Map<string, Map<string, string>>();
  readonly visited: string[] = [];

  /** One request, no redirect. */
  async get(address: string): Promise<Response> {
    const { host } = new URL(address);
    const cookies = [...(this.jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    this.visited.push(address);
    const response = await fetch(address, {
      redirect: 'manual',
      headers: cookies === '' ? {} : { cookie: cookies },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(host, line);
    return response;
  }

  /** Follows redirects to the end. */
  async open(address: string): Promise<Response> {
    let response = await this.get(address);
    for (let hops = 0; [302, 303].includes(response.status); hops += 1) {
      if (hops === 10) throw new Error(`redirected for ever: ${this.visited.slice(-3).join(' ')}`);
      response = await this.get(new URL(response.headers.get('location') ?? '', this.visited.at(-1)).href);
    }
    return response;
  }

  cookie(address: string, name: string, value: string): void {
    const { host } = new URL(address);
    this.jar.set(host, (this.jar.get(host) ?? new Map()).set(`__Host-${name}`, value));
  }

  #keep(host: string, line: string): void {
    const [, name = '', value = '', rest = ''] = /^(__Host-[^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
    for (const needed of ['Path=/;', 'Secure', 'HttpOnly', 'SameSite=Lax'])
      if (!`${rest};`.includes(needed)) throw new Error(`cookie without ${needed}: ${line}`);
    if (/domain/i.test(rest)) throw new Error(`cookie of a domain: ${line}`);
    const kept = this.jar.get(host) ?? new Map<string, string>();
    if (rest.includes('Max-Age=0;')) kept.delete(name);
    else kept.set(name, value);
    this.jar.set(host, kept);
  }
}
